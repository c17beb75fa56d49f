/** Rows as the database holds them: times in milliseconds, flags as 0 or 1, bytes as base64url. */
export interface Schema {
	realm: RealmRow;
	realm_key: RealmKeyRow;
	realm_user: UserRow;
	announcement: AnnouncementRow;
	audit_entry: AuditEntryRow;
	audit_chain: AuditChainRow;
	audit_heads: AuditHeadsRow;
	audit_checkpoint: AuditCheckpointRow;
	application: ApplicationRow;
	realm_group: GroupRow;
	role: RoleRow;
	role_privilege: RolePrivilegeRow;
	group_member: GroupMemberRow;
	group_role: GroupRoleRow;
	credential: CredentialRow;
	credential_version: CredentialVersionRow;
}

export interface RealmRow {
	readonly id: string;
	readonly name: string;
	readonly environment: 'live' | 'test';
	readonly created_at: number;
	/** Grows with every change of who may do what. */
	readonly access_revision: number;
}

/** The realm key of one version, wrapped once: by a passphrase (with salt and cost) or by a key. */
export interface RealmKeyRow {
	readonly realm_id: string;
	readonly version: number;
	readonly wrapped_by: 'passphrase' | 'key';
	readonly salt: string | null;
	readonly cost: string | null;
	readonly nonce: string;
	readonly ciphertext: string;
	readonly commitment: string;
	readonly created_at: number;
}

export interface UserRow {
	readonly id: string;
	readonly realm_id: string;
	readonly name: string;
	/** The name in canonical form; unique within the realm. */
	readonly name_key: string;
	readonly display_name: string;
	readonly enabled: 0 | 1;
	readonly created_at: number;
	readonly updated_at: number;
}

export interface ApplicationRow {
	readonly id: string;
	readonly realm_id: string;
	readonly name: string;
	readonly name_key: string;
	readonly created_at: number;
}

export interface GroupRow {
	readonly id: string;
	readonly realm_id: string;
	/** The application whose access group this is. */
	readonly application_id: string | null;
	readonly name: string;
	readonly name_key: string;
	readonly created_at: number;
}

export interface RoleRow {
	readonly id: string;
	readonly application_id: string;
	readonly name: string;
	readonly name_key: string;
	readonly created_at: number;
	readonly updated_at: number;
}

export interface RolePrivilegeRow {
	readonly role_id: string;
	readonly name: string;
	readonly name_key: string;
}

export interface GroupMemberRow {
	readonly group_id: string;
	readonly user_id: string;
}

export interface GroupRoleRow {
	readonly group_id: string;
	readonly role_id: string;
}

/** A credential of any kind. Its id is the credential id and stays for life. */
export interface CredentialRow {
	readonly id: string;
	readonly realm_id: string;
	readonly kind: 'apiKey';
	readonly user_id: string | null;
	readonly name: string;
	readonly enabled: 0 | 1;
	readonly expires_at: number | null;
	readonly revoked_at: number | null;
	readonly created_at: number;
	/** JSON list of addresses and ranges; any address when null. */
	readonly addresses: string | null;
	/** JSON list of names; any application when null. */
	readonly applications: string | null;
	readonly last_used_at: number | null;
	readonly last_used_address: string | null;
}

/** One value of a credential; the newest is the one without `superseded_at`. */
export interface CredentialVersionRow {
	/** The part of the value by which it is found. */
	readonly public_id: string;
	readonly credential_id: string;
	/** Counts from 1. */
	readonly version: number;
	readonly digest: string;
	/** Version of the realm key whose pepper keyed the digest. */
	readonly pepper_version: number;
	readonly created_at: number;
	readonly superseded_at: number | null;
	/** End of the grace period of a superseded version. */
	readonly expires_at: number | null;
}

/** How often something of a realm changed, for processes that cannot be notified. */
export interface AnnouncementRow {
	readonly realm_id: string;
	readonly number: number;
}

/** `text` is what the chain protects; the columns before it repeat parts of it, to be searched. */
export interface AuditEntryRow {
	readonly realm_id: string;
	/** Names the chain: a UUID per writing process. */
	readonly writer_id: string;
	/** Position in the chain, from 1 without gaps. */
	readonly seq: number;
	readonly time: number;
	readonly kind: string;
	readonly user_name: string | null;
	readonly credential_id: string | null;
	readonly decision: string;
	readonly reason: string | null;
	readonly text: string;
	readonly hash: string;
}

/** Where a chain ends. Nothing here is proven: it says where to go on and what to prove next. */
export interface AuditChainRow {
	readonly realm_id: string;
	readonly writer_id: string;
	/** Version of the realm key that the chain is keyed with. */
	readonly key_version: number;
	readonly seq: number;
	readonly hash: string;
	/** Up to where the heads of the realm have named this chain. */
	readonly headed_seq: number;
}

export interface AuditHeadsRow {
	readonly realm_id: string;
	readonly number: number;
	readonly key_version: number;
	readonly text: string;
	readonly mac: string;
}

/** Where a chain begins after its old end was deleted. */
export interface AuditCheckpointRow {
	readonly realm_id: string;
	/** A chain, or `heads` for the heads of the realm. */
	readonly writer_id: string;
	readonly key_version: number;
	readonly seq: number;
	readonly hash: string;
	readonly mac: string;
}
