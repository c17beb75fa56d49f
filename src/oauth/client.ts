import type { Intake } from '../store/client-settings';
import type { Dialect } from '../store/dialect';

/** What a client may be allowed, by the names that are on the wire. */
export type GrantType =
	'authorization_code' | 'refresh_token' | 'client_credentials' | 'password' | 'implicit';

/** How a client shows who it is, by the names of RFC 7591 section 2 and RFC 7523. */
export type ClientAuthentication =
	'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** How access tokens of a client are written: opaque, or as JWTs (RFC 9068). */
export type TokenFormat = 'opaque' | 'jwt';

/** A client as the endpoints need it (RFC 6749 section 2). */
export interface OAuthClient {
	/** The client id. */
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly enabled: boolean;
	readonly type: 'confidential' | 'public';
	/** Its users are not asked for consent. */
	readonly trusted: boolean;
	readonly redirectUris: readonly string[];
	readonly grants: readonly GrantType[];
	readonly scopes: readonly string[];
	/** Wire formats that it may speak. */
	readonly dialects: readonly Dialect[];
	/** Names of the applications that its tokens may be for; all when absent. */
	readonly applications: readonly string[] | undefined;
	readonly authentication: ClientAuthentication;
	/** Its public keys as a JWK set (RFC 7517), for `private_key_jwt`. */
	readonly jwks: { readonly keys: readonly Readonly<Record<string, string>>[] } | undefined;
	/** What was agreed with whoever is behind it. */
	readonly intake: Intake | undefined;
	readonly tokenFormat: TokenFormat;
	/** Of the Verint dialect: tokens of the implicit grant stand in the query, not in the fragment. */
	readonly tokenInQuery: boolean;
	/** `original`: what the Verint dialect refuses is answered with 200 (VE-19). */
	readonly errorStatuses: 'standard' | 'original';
	readonly accessTokenSeconds: number;
	/** How long refresh tokens go on from each other at most. */
	readonly refreshSeconds: number;
	/** How long one refresh token lies unused at most. */
	readonly refreshIdleSeconds: number;
	/** For how long a used refresh token is taken once more, for an answer that was lost. */
	readonly refreshGraceSeconds: number;
}

/** Whether a client may ask in a wire format; InterAction+ is the standard one with a set-up before it. */
export function speaks({ dialects }: Pick<OAuthClient, 'dialects'>, dialect: Dialect): boolean {
	return (
		dialects.includes(dialect) || (dialect === 'oauth' && dialects.includes('interActionPlus'))
	);
}

/** Whether a client gets nothing before an administrator has designated a user for it (IA-4). */
export function needsSetUp({ dialects }: Pick<OAuthClient, 'dialects'>): boolean {
	return dialects.includes('interActionPlus');
}

export interface OAuthUser {
	readonly id: string;
	readonly name: string;
	readonly enabled: boolean;
}
