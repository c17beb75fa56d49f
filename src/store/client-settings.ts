import { Fault } from './fault';

/** What a client may exchange for a token (RFC 6749 section 1.3). */
export const GRANTS = [
	'authorization_code',
	'refresh_token',
	'client_credentials',
	'password',
	'implicit',
] as const;
export type Grant = (typeof GRANTS)[number];

/** How a client proves itself at the token endpoint (RFC 7591 section 2, RFC 7523). */
export const AUTHENTICATION_METHODS = [
	'client_secret_basic',
	'client_secret_post',
	'private_key_jwt',
	'none',
] as const;
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];

/** Wire formats that a client may speak; those of keys and secrets are not a client's. */
export const CLIENT_DIALECTS = ['oauth', 'verint', 'interActionPlus'] as const;
export type ClientDialect = (typeof CLIENT_DIALECTS)[number];

export const TOKEN_FORMATS = ['opaque', 'jwt'] as const;
export type TokenFormat = (typeof TOKEN_FORMATS)[number];

/** `original` answers refusals of the Verint dialect with 200, as the product does (VE-19). */
export const ERROR_STATUSES = ['standard', 'original'] as const;
export type ErrorStatuses = (typeof ERROR_STATUSES)[number];

export interface TokenLifetimes {
	readonly accessSeconds: number;
	/** Days after which a family of refresh tokens ends whatever was done with it. */
	readonly familyDays: number;
	/** Days without use after which it ends. */
	readonly idleDays: number;
	/** How long the last refresh token but one is taken again whose answer was lost; 0 for never. */
	readonly refreshGraceSeconds: number;
}

/** Public keys of a client, as RFC 7517 writes them. Never a private member. */
export interface PublicJwks {
	readonly keys: readonly Readonly<Record<string, string>>[];
}

/** Everything about a client that an admin decides and no statement asks for. */
export interface ClientSettings {
	readonly description: string;
	readonly mainUrl: string | undefined;
	readonly callbackUrls: readonly string[];
	/** A public client has no secret (RFC 6749 section 2.1). */
	readonly type: 'confidential' | 'public';
	/** A trusted client's users are not asked for consent; they still log in (VE-6). */
	readonly trusted: boolean;
	readonly grants: readonly Grant[];
	readonly scopes: readonly string[];
	/** `listed`: those of `Client.users` (VE-16). */
	readonly actAs: 'none' | 'listed' | 'any';
	readonly lifetimes: TokenLifetimes;
	readonly tokenFormat: TokenFormat;
	readonly authentication: AuthenticationMethod;
	/** Where `authentication` is `private_key_jwt`. */
	readonly jwks: PublicJwks | undefined;
	readonly errorStatuses: ErrorStatuses;
	/** Of the Verint dialect: tokens of the implicit grant stand in the query, not in the fragment. */
	readonly tokenInQuery: boolean;
	readonly dialects: readonly ClientDialect[];
	/** Names of the applications that its tokens may be for; all when absent. */
	readonly applications: readonly string[] | undefined;
}

/** What was agreed with the partner before a client was registered for it (IA-1). */
export interface Intake {
	readonly partner: string;
	readonly goals: string;
	readonly dataScope: string;
	readonly contact: string;
	readonly tenant: string;
}

function objectIn(text: string): object {
	const value: unknown = JSON.parse(text);
	if (typeof value === 'object' && value !== null) return value;
	throw new Fault('store-unavailable', 'The settings of a client in the database are damaged.');
}

/** Reads settings as a client's row holds them. */
export function settingsIn(text: string): ClientSettings {
	const settings = objectIn(text) as Omit<ClientSettings, 'tokenInQuery'> & Partial<ClientSettings>;
	return {
		...settings,
		// Older rows have none.
		tokenInQuery: settings.tokenInQuery ?? false,
		mainUrl: settings.mainUrl,
		jwks: settings.jwks,
		applications: settings.applications,
	};
}

export function intakeIn(text: string | null): Intake | undefined {
	return text === null ? undefined : (objectIn(text) as Intake);
}
