import type { ActiveTriggerRow } from './active-triggers';
import type { AccessTokenRow } from './access-token-row';
import type { ClientGroupRow, ClientRow, ClientUserRow } from './client-schema';
import type {
	DomainKeyRow,
	GuidTokenRow,
	KeyGrantRow,
	KeyPairRow,
	KeyPairUserRow,
} from './key-schema';
import type { OneTimeLinkRow } from './link-schema';
import type { StoredAnswerRow } from './stored-answer-row';
import type { UserPasswordRow } from './user-password-schema';
import type { SigningKeySchema } from './signing-key-schema';
import type {
	AuditEntryRow,
	AuditChainRow,
	AuditHeadsRow,
	AuditCheckpointRow,
} from './audit-schema';
import type {
	AuthorizationCodeRow,
	ConsentRow,
	OAuthGrantRow,
	RefreshTokenRow,
	TokenSigningKeyRow,
	UsedOnceRow,
} from './authorization-schema';

/** Rows as the database holds them: times in milliseconds, flags as 0 or 1, bytes as base64url. */
export interface Schema extends SigningKeySchema {
	realm: RealmRow;
	realm_key: RealmKeyRow;
	realm_user: UserRow;
	announcement: AnnouncementRow;
	rate_bucket: RateBucketRow;
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
	user_password: UserPasswordRow;
	oauth_client: ClientRow;
	client_group: ClientGroupRow;
	client_user: ClientUserRow;
	credential: CredentialRow;
	credential_version: CredentialVersionRow;
	access_token: AccessTokenRow;
	domain_key: DomainKeyRow;
	key_pair: KeyPairRow;
	key_pair_user: KeyPairUserRow;
	key_grant: KeyGrantRow;
	guid_token: GuidTokenRow;
	datasource: DatasourceRow;
	datasource_access: DatasourceAccessRow;
	secret_key: SecretKeyRow;
	secret_version: SecretVersionRow;
	used_envelope: UsedEnvelopeRow;
	stored_answer: StoredAnswerRow;
	consent: ConsentRow;
	oauth_grant: OAuthGrantRow;
	authorization_code: AuthorizationCodeRow;
	refresh_token: RefreshTokenRow;
	used_once: UsedOnceRow;
	active_trigger: ActiveTriggerRow;
	token_signing_key: TokenSigningKeyRow;
	one_time_link: OneTimeLinkRow;
}

export interface RealmRow {
	readonly id: string;
	readonly name: string;
	readonly environment: 'live' | 'test';
	readonly created_at: number;
	/** Grows with every change of who may do what. */
	readonly access_revision: number;
	/** Of its authorization server, as the last activation named it. */
	readonly issuer: string | null;
}

/**
 * The realm key of one version, wrapped once: by a passphrase (with salt and cost) or by a key. While
 * one of these is changed for another there are two such rows. Of an older version there is one, which
 * the newest realm key wraps.
 */
export interface RealmKeyRow {
	readonly realm_id: string;
	readonly version: number;
	readonly wrapped_by: 'passphrase' | 'key' | 'realm-key';
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
	/** Whom other systems know the user as; unique within the realm. */
	readonly person_id: string | null;
	readonly enabled: 0 | 1;
	readonly created_at: number;
	readonly updated_at: number;
	/** JSON of calls, seconds and burst; no limit when null. */
	readonly rate_limit: string | null;
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
	readonly kind: 'apiKey' | 'keyPair' | 'clientSecret' | 'domainKey' | 'signingKey';
	/** Whose it is: a user's, or a client's. */
	readonly user_id: string | null;
	readonly client_id: string | null;
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
	/** JSON of calls, seconds and burst; no limit when null. */
	readonly rate_limit: string | null;
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

/** How far a rate limit is used: a time in microseconds, the theoretical arrival time of GCRA. */
export interface RateBucketRow {
	readonly realm_id: string;
	readonly bucket: string;
	readonly tat: number;
}

/** A key that is wrapped by another. */
export interface WrappedRow {
	readonly nonce: string;
	readonly ciphertext: string;
	readonly commitment: string;
}

/** A datasource with its key, as the realm key wraps it. */
export interface DatasourceRow extends WrappedRow {
	readonly id: string;
	readonly realm_id: string;
	readonly name: string;
	readonly name_key: string;
	/** Comma-separated, as they are compared. */
	readonly allowed_domains: string;
	readonly created_at: number;
	/** Version of the realm key that wraps the datasource's key. */
	readonly key_version: number;
	/** JSON of what counts in the datasource now. */
	readonly state: string;
	readonly state_mac: string;
}

/** The key of a datasource once more, as a datasource key wraps it that somebody was given. */
export interface DatasourceAccessRow extends WrappedRow {
	/** The part of the datasource key by which it is found. */
	readonly public_id: string;
	readonly datasource_id: string;
}

/** `version`, `enabled` and `expires_at` count only where the datasource's state says the same. */
export interface SecretKeyRow {
	readonly id: string;
	readonly datasource_id: string;
	readonly name: string;
	readonly note: string;
	readonly version: number;
	readonly enabled: 0 | 1;
	readonly expires_at: number | null;
	readonly created_at: number;
	readonly updated_at: number;
}

/** One value of a secret key, with the key that it is encrypted under. */
export interface SecretVersionRow extends WrappedRow {
	readonly secret_id: string;
	/** Counts from 1. */
	readonly version: number;
	/** Comma-separated; those of the datasource when empty. */
	readonly allowed_domains: string;
	readonly created_at: number;
	readonly key_nonce: string;
	readonly key_ciphertext: string;
	readonly key_commitment: string;
}

/** A sealed value that was taken in, until it expires: it is taken once. */
export interface UsedEnvelopeRow {
	readonly datasource_id: string;
	readonly envelope_id: string;
	readonly expires_at: number;
}
