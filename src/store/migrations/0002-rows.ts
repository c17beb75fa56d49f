/** Rows as they are before and after migration 2, which reads and fills them. */
export type Rows = {
	realm: { id: string; created_at: number };
	realm_user: { id: string; realm_id: string };
	api_key: {
		id: string;
		realm_id: string;
		user_id: string;
		name: string;
		public_id: string;
		digest: string;
		pepper_version: number;
		enabled: number;
		expires_at: number | null;
		revoked_at: number | null;
		created_at: number;
	};
	application: Named;
	realm_group: Named & { application_id: string };
	role: Omit<Named, 'realm_id'> & { application_id: string; updated_at: number };
	role_privilege: { role_id: string; name: string; name_key: string };
	group_member: { group_id: string; user_id: string };
	group_role: { group_id: string; role_id: string };
	credential: Omit<Rows['api_key'], 'public_id' | 'digest' | 'pepper_version'> & { kind: string };
	credential_version: Pick<Rows['api_key'], 'public_id' | 'digest' | 'pepper_version'> & {
		credential_id: string;
		version: number;
		created_at: number;
	};
};

interface Named {
	id: string;
	realm_id: string;
	name: string;
	name_key: string;
	created_at: number;
}
