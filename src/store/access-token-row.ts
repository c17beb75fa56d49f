/** An access token, from when it was issued. Nothing of it changes but that it is revoked. */
export interface AccessTokenRow {
	/** The credential id. */
	readonly id: string;
	readonly realm_id: string;
	/** Names all tokens that come from one grant, by way of refreshing. */
	readonly family_id: string;
	/** The part of the token by which it is found. */
	readonly public_id: string;
	readonly digest: string;
	/** Version of the realm key whose pepper keyed the digest. */
	readonly pepper_version: number;
	/** The user whom calls run as; null where the client calls for itself. */
	readonly user_id: string | null;
	/** The OAuth client that it was issued to. */
	readonly client_id: string | null;
	/** The credential that it was issued for, whose end is its end too. */
	readonly source_id: string | null;
	/** Who acts, where that is not the user: `user`, `apiKey` or `client` and its id. */
	readonly actor_type: string | null;
	readonly actor_id: string | null;
	/** Separated by spaces (RFC 6749 section 3.3). */
	readonly scopes: string;
	/** The only application that it works in; any when null. */
	readonly application_id: string | null;
	/** How it was asked for, which says what has to stand beside it in a call. */
	readonly dialect: string;
	/** What has to stand in `X-Inbenta-Key` beside it. */
	readonly bound_key: string | null;
	readonly issued_at: number;
	readonly expires_at: number;
	readonly revoked_at: number | null;
}
