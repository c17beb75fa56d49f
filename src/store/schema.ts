/** Rows as the database holds them: times in milliseconds, flags as 0 or 1, bytes as base64url. */
export interface Schema {
	realm: RealmRow;
	realm_key: RealmKeyRow;
	realm_user: UserRow;
	api_key: ApiKeyRow;
	announcement: AnnouncementRow;
}

export interface RealmRow {
	readonly id: string;
	readonly name: string;
	readonly environment: 'live' | 'test';
	readonly created_at: number;
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

export interface ApiKeyRow {
	/** The credential id: stays for life. */
	readonly id: string;
	readonly realm_id: string;
	readonly user_id: string;
	readonly name: string;
	/** The part of the key by which it is found. */
	readonly public_id: string;
	readonly digest: string;
	/** Version of the realm key whose pepper keyed the digest. */
	readonly pepper_version: number;
	readonly enabled: 0 | 1;
	readonly expires_at: number | null;
	readonly revoked_at: number | null;
	readonly created_at: number;
}

/** How often something of a realm changed, for processes that cannot be notified. */
export interface AnnouncementRow {
	readonly realm_id: string;
	readonly number: number;
}
