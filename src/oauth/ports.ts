import type { RandomSource } from '../crypto/random';
import type { EndOfToken } from '../authentication/access-token';
import type { DomainKeyProof } from '../authentication/domain-key';
import type { KeyPairProof } from '../authentication/key-pair';
import type { Limits } from '../authorization/may-call';
import type { Clock, Instant } from '../store/clock';
import type { Page } from '../http/cors';
import type { Consents } from '../store/consents';
import type { KnownDomainKey } from '../store/domain-keys';
import type { KeyGrants } from '../store/key-grants';
import type { OAuthGrants } from '../store/oauth-grants';
import type { BuiltInPrivilege } from '../store/privileges';
import type { UsedOnce } from '../store/used-once';
import type { OAuthClient, OAuthUser, TokenFormat } from './client';
import type { LinkPorts } from './link-ports';
import type { Dialect } from '../store/dialect';
import type { ServerPlace } from './request';

/** Clients and their secrets. */
export interface ClientPorts {
	find(clientId: string): Promise<OAuthClient | undefined>;
	/** Costs the same without a client; constant time. */
	checkSecret(
		client: OAuthClient | undefined,
		secret: string,
	): Promise<'right' | 'wrong' | 'expired'>;
	/** Whether the client may act as this user where the user is not there to agree. */
	mayActAs(client: OAuthClient, user: OAuthUser): Promise<boolean>;
}

export interface UserPorts {
	findByName(name: string): Promise<OAuthUser | undefined>;
	findById(id: string): Promise<OAuthUser | undefined>;
	/** Whom another system knows by this id. */
	findByPersonId(personId: string): Promise<OAuthUser | undefined>;
	/** The privileges over the realm that a user has. */
	realmPrivileges(id: string): Promise<readonly BuiltInPrivilege[]>;
	/** The keyed hash of a user's name, by which it is found and not read. */
	accountHash(name: string): string;
}

/** What became of an attempt to log in. */
export type LogIn =
	| {
			readonly kind: 'logged-in';
			readonly user: Pick<OAuthUser, 'id' | 'name'>;
			/** Of the password that was shown: the user's next one has another. */
			readonly passwordId: string;
	  }
	| {
			readonly kind: 'refused';
			/** For the audit alone. */
			readonly reason: 'unknown-user' | 'no-password' | 'wrong-password' | 'user-disabled';
			readonly username: FoundName;
	  }
	/** Too many attempts as this user, or from this address. */
	| {
			readonly kind: 'throttled';
			readonly retryAfterSeconds: number;
			readonly username: FoundName;
	  }
	/** Too many passwords are being looked at: 503. */
	| { readonly kind: 'busy'; readonly username: FoundName };

/** The user's name as the realm has it. What was typed and names nobody may be a password. */
type FoundName = string | undefined;

/** Lets users log in. Whether a user is known can be told by no answer and no time. */
export type LogInPort = (attempt: {
	readonly username: string;
	readonly password: string;
	readonly address: string | undefined;
}) => Promise<LogIn>;

/** What an access token stands for. */
interface TokenClaims {
	/** Tokens of one grant are revoked together; `undefined` where there is no grant to revoke. */
	readonly grantId: string | undefined;
	readonly user: Pick<OAuthUser, 'id' | 'name'> | undefined;
	readonly scopes: readonly string[];
	/** Name of the only application in which it counts; any when absent. */
	readonly application: string | undefined;
	readonly expiresAt: Instant;
	readonly place: ServerPlace;
}

/** A token of a client. */
export interface ClientTokenRequest extends TokenClaims {
	readonly client: OAuthClient;
	readonly format: TokenFormat;
	/** Whether the client acts as the user, who was not there, so that both are named. */
	readonly actsAlone: boolean;
}

/** A key that a token was issued for. The token ends with it. */
export interface TokenKey {
	readonly credentialId: string;
	/** Whether the key acts as a user whom its holder named, so that both are in the audit. */
	readonly isActor: boolean;
	/** What a caller has to send in `X-Inbenta-Key` beside the token. */
	readonly boundKey: string | undefined;
}

/** A token that a key of a user, or the user's password, was exchanged for. It is opaque. */
export interface KeyTokenRequest extends TokenClaims {
	readonly client?: undefined;
	/** `undefined` where it was the password: the user acts, and nobody else. */
	readonly key: TokenKey | undefined;
}

export type TokenRequest = ClientTokenRequest | KeyTokenRequest;

export interface IssuedToken {
	/** Shown once. */
	readonly text: string;
	readonly credentialId: string;
}

/** An access token that was found by its text. */
export interface KnownToken {
	readonly credentialId: string;
	readonly clientId: string;
	/** Id of the user, or of the client where that calls as itself: the `sub` of RFC 9068. */
	readonly subject: string;
	readonly user: string | undefined;
	readonly scopes: readonly string[];
	readonly application: string | undefined;
	readonly issuedAt: Instant;
	readonly expiresAt: Instant;
	readonly active: boolean;
}

/** An access token that a key was exchanged for, found by its text. */
export interface KnownKeyToken {
	readonly credentialId: string;
	readonly grantId: string;
	readonly user: Pick<OAuthUser, 'id' | 'name'>;
	/** Id of the key. */
	readonly keyId: string;
	readonly isOfDomainKey: boolean;
	readonly dialect: Dialect;
	/** What has to stand in `X-Inbenta-Key` beside it. */
	readonly boundKey: string | undefined;
	/** Why it counts no more. */
	readonly ended: EndOfToken | 'user-disabled' | undefined;
}

/** Access tokens: durable when a promise resolves. */
export interface AccessTokenPorts {
	issue(request: TokenRequest): Promise<IssuedToken>;
	/** `undefined` for anything that is no access token of this realm. */
	find(text: string): Promise<KnownToken | undefined>;
	/** `undefined` for anything that no key was exchanged for. */
	findOfKey(text: string): Promise<KnownKeyToken | undefined>;
	revoke(credentialId: string): Promise<void>;
	/** All of these grants, in every process within the stated time. */
	revokeOfGrants(grantIds: readonly string[]): Promise<void>;
}

/** Authorization codes and refresh tokens: texts, and what is kept of them. */
export interface ProofPorts {
	/** Makes a text that is shown once, with what finds and proves it. */
	generate(kind: ProofKind, grantId: string): GeneratedProof;
	/** Reads a text; `undefined` where it is none of that kind. */
	parse(kind: ProofKind, text: string): ShownProof | undefined;
	/** Constant time; the same work where there is nothing to compare with. */
	matches(kind: ProofKind, shown: ShownProof, stored: StoredProof | undefined): Promise<boolean>;
}

export type ProofKind = 'code' | 'refreshToken';

export interface ShownProof {
	readonly publicId: string;
	readonly secret: Uint8Array;
}

export interface StoredProof {
	readonly grantId: string;
	readonly digest: string;
	readonly pepperVersion: number;
}

export interface GeneratedProof extends StoredProof {
	readonly text: string;
	readonly publicId: string;
}

/** Values that travel in a form, so that only this realm can read and make them. */
export interface FormPorts {
	seal(value: object): string;
	/** `undefined` for anything that was not sealed here. */
	open(text: string): unknown;
}

/** Key pairs, by which their holders get tokens. */
export interface KeyPairPorts {
	/** Constant time; an unknown key costs what a known one costs. */
	prove(key: string, secret: string, address: string | undefined): Promise<KeyPairProof>;
	/** The same for a key that was proven earlier, by the secret that is named. */
	proveAgain(
		credentialId: string,
		secretId: string,
		address: string | undefined,
	): Promise<KeyPairProof>;
	/** Id of the user whose pair has this key, which counts now; a key alone proves nothing. */
	ownerOf(key: string): Promise<string | undefined>;
}

/** Domain keys, which pages exchange for tokens. */
export interface DomainKeyPorts {
	/** Whether a text has the letters of one. */
	isOne(text: string): boolean;
	/** Constant time; an unknown key costs what a known one costs. */
	prove(text: string, page: Page): Promise<DomainKeyProof>;
	/** The same for a key that was exchanged earlier, by its public id. */
	proveAgain(publicId: string, page: Page): Promise<DomainKeyProof>;
	/** Whether a key of this user that counts now lists the page. */
	isPageOf(username: string, page: Page): Promise<boolean>;
	/** Takes one use from what an address has; header fields that say when to come again where none is left. */
	take(
		key: Pick<KnownDomainKey, 'credentialId' | 'rateLimit'>,
		address: string | undefined,
	): Promise<Readonly<Record<string, string>> | undefined>;
}

/** Tells holders of keys where they may call: addresses of published triggers, by their paths. */
export type CallablePort = (
	holder: { readonly user: Pick<OAuthUser, 'id' | 'name'>; readonly limits: Limits },
	address: string | undefined,
) => Promise<Readonly<Record<string, string>>>;

/** Refresh tokens that are GUIDs, as Interact's callers have them. */
export interface GuidTokenPorts {
	/** Makes one that is shown once, with what finds it. */
	generate(): {
		readonly text: string;
		readonly digest: string;
		readonly pepperVersion: number;
	};
	/** What may find it, newest pepper or older; nothing for any other text. */
	digestsOf(text: string): Promise<readonly string[]>;
}

/** Clients and keys that were tried and failed. */
export interface AttemptPorts {
	/** Seconds to wait before another client of this address may show who it is. */
	clientRetryAfter(address: string | undefined): number | undefined;
	noteFailedClient(address: string | undefined): void;
}

/** What the endpoints need of the world. */
export interface OAuthPorts {
	/** UUID of the realm, which vendors call a tenant, and its name. */
	readonly realm: { readonly id: string; readonly name: string };
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly clients: ClientPorts;
	readonly users: UserPorts;
	readonly logIn: LogInPort;
	readonly applications: {
		/** The name as it is written in the realm. */
		find(name: string): Promise<{ readonly name: string } | undefined>;
	};
	readonly grants: OAuthGrants;
	readonly keyPairs: KeyPairPorts;
	readonly domainKeys: DomainKeyPorts;
	readonly callable: CallablePort;
	readonly keyGrants: KeyGrants;
	readonly guidTokens: GuidTokenPorts;
	readonly consents: Consents;
	readonly usedOnce: UsedOnce;
	readonly accessTokens: AccessTokenPorts;
	readonly proofs: ProofPorts;
	readonly forms: FormPorts;
	readonly attempts: AttemptPorts;
	readonly links: LinkPorts;
	/** Public keys of JWTs, as a JWK set. */
	readonly publicKeys: () => Promise<{ readonly keys: readonly object[] }>;
}
