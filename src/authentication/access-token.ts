import { type Environment, parseCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import { parseAuthorization } from '../http/authorization';
import { isAllowedPage, pageOf } from '../http/cors';
import type { HttpMessage } from '../http/message';
import { type AccessTokens, type KnownAccessToken, ownerOf } from '../store/access-tokens';
import { canonicalName } from '../store/canonical-name';
import type { Clock, Instant } from '../store/clock';
import { stateAt } from '../store/life-cycle';
import { besideToken } from './beside-token';
import { DOMAIN_KEY_LIMIT } from './domain-key';
import type { Shown } from './presented';
import {
	type Authenticated,
	type Call,
	reject,
	type Rejection,
	type RejectionReason,
	type Scheme,
} from './scheme';

/** First letters of every access token. */
export const ACCESS_TOKEN_BRAND = 'iatk';

export interface AccessTokenDeps {
	readonly tokens: Pick<AccessTokens, 'findByPublicId'>;
	/** Tokens that are JWTs (RFC 9068). */
	readonly signed: {
		tokenIdIn(
			text: string,
			now: Instant,
		): Promise<{ readonly tokenId: string } | 'malformed' | 'expired' | 'mismatch'>;
	};
	/** By the pepper that a row names; the newest one's without a row. */
	readonly digestsOf: (pepperVersion: number | undefined) => Digests;
	readonly clock: Clock;
	readonly environment: Environment;
	/** UUID of the realm. */
	readonly tenant: string;
}

/** Whether a text has the letters of a JWT: base64url of `{"`, and two dots. */
const isSigned = (text: string): boolean => /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text);

/**
 * The text of a token: as `OAuth` or, where it has the letters of one, as `Bearer` in
 * `Authorization` (RFC 6750 section 2.1, VE-21), or bare in `OAuth-Authorization` (VE-22).
 */
function accessTokenIn({ anchor, fields }: Shown): string | undefined {
	const value = fields.get(anchor) ?? '';
	if (anchor === 'oauth-authorization') return value;
	if (anchor !== 'authorization') return undefined;
	const authorization = parseAuthorization(value);
	if (authorization.kind === 'raw') return undefined;
	const { scheme, text } = authorization;
	const isToken =
		scheme === 'bearer' && (text.startsWith(`${ACCESS_TOKEN_BRAND}_`) || isSigned(text));
	return scheme === 'oauth' || isToken ? text : undefined;
}

export type EndOfToken = 'token-revoked' | 'token-expired' | 'client-disabled' | 'token-ended';

/** Why a token that is known does not count now. It ends with the credential it was issued for. */
export function whyEnded(
	{ revokedAt, expiresAt, clientEnabled, source }: KnownAccessToken,
	now: Instant,
): EndOfToken | undefined {
	if (revokedAt !== undefined) return 'token-revoked';
	if (expiresAt <= now) return 'token-expired';
	if (!clientEnabled) return 'client-disabled';
	return source !== undefined && stateAt(source, now) !== 'active' ? 'token-ended' : undefined;
}

/** Where a token works: in its application, and nowhere where its source does not. */
function applicationsOf({ application, source }: KnownAccessToken): readonly string[] | undefined {
	const ofSource = source?.applications;
	if (application === undefined) return ofSource;
	const key = canonicalName(application);
	const isAllowed = ofSource?.some((name) => canonicalName(name) === key) ?? true;
	return isAllowed ? [application] : [];
}

function authenticated(token: KnownAccessToken, tenant: string): Authenticated {
	const { credentialId, userId, username, clientId, actor, scopes, source } = token;
	const name = username ?? clientId ?? '';
	const domainKey = source?.domainKey;
	return {
		kind: 'caller',
		caller: {
			type: username === undefined ? 'client' : 'user',
			...(username === undefined ? {} : { user: username }),
			...(clientId === undefined ? {} : { client: clientId }),
			...(actor === undefined ? {} : { actor }),
			credentialId,
			scheme: 'accessToken',
			scopes,
			privileges: [],
			tenant,
		},
		user: { name, enabled: token.userEnabled },
		userId,
		clientId,
		scopes,
		limits: {
			addresses: source?.addresses,
			applications: applicationsOf(token),
			...(domainKey === undefined ? {} : { privileges: domainKey.privileges }),
		},
		...(domainKey === undefined ? {} : { isOfPage: true }),
		// Tokens come and go: a caller who gets a new one goes on counting.
		countedAs: source?.credentialId ?? ownerOf(token).userId,
		rateLimits:
			domainKey === undefined
				? { key: source?.rateLimit, user: token.userRateLimit }
				: {
						key: undefined,
						user: token.userRateLimit,
						perAddress: source?.rateLimit ?? DOMAIN_KEY_LIMIT,
					},
	};
}

/** A token from a domain key is for the pages of that key, as the browser says anew each time (IB-15). */
function isFromElsewhere({ source }: KnownAccessToken, message: HttpMessage): boolean {
	const rules = source?.domainKey?.origins;
	return rules !== undefined && !isAllowedPage(pageOf(message), rules);
}

/** An unknown id costs what a known one costs. */
async function findOpaque(
	{ tokens, digestsOf, environment }: AccessTokenDeps,
	text: string,
): Promise<KnownAccessToken | RejectionReason> {
	const presented = parseCredential(text);
	if (presented?.brand !== ACCESS_TOKEN_BRAND || presented.environment !== environment) {
		return 'malformed-token';
	}
	const token = await tokens.findByPublicId(presented.publicId);
	const stored = token && { ...ownerOf(token), digest: token.digest };
	const matches = digestsOf(token?.pepperVersion).matches('accesstoken', presented, stored);
	if (token === undefined) return 'unknown-token';
	return matches ? token : 'token-mismatch';
}

/** A JWT only names the token's row, which decides as it does for an opaque token (RFC 9068). */
async function findSigned(
	{ tokens, signed, clock }: AccessTokenDeps,
	text: string,
): Promise<KnownAccessToken | RejectionReason> {
	const found = await signed.tokenIdIn(text, clock.now());
	if (found === 'malformed') return 'malformed-token';
	if (typeof found === 'string') return `token-${found}`;
	return (await tokens.findByPublicId(found.tokenId)) ?? 'unknown-token';
}

/**
 * Authenticates an access token, opaque or a JWT. State and what has to stand beside the token are
 * judged after it was found to be ours.
 */
async function authenticateAccessToken(
	deps: AccessTokenDeps,
	text: string,
	{ message, shown, policy }: Call,
): Promise<Authenticated | Rejection> {
	if (shown.anchor === 'oauth-authorization' && policy.oauthAuthorization !== true) {
		return reject('scheme-not-accepted');
	}
	const token = isSigned(text) ? await findSigned(deps, text) : await findOpaque(deps, text);
	if (typeof token === 'string') return reject(token);
	const { clock, tenant } = deps;
	const wrong = whyEnded(token, clock.now()) ?? besideToken(token, message, shown, tenant);
	if (wrong !== undefined) return reject(wrong, token.credentialId);
	return isFromElsewhere(token, message)
		? reject('origin-not-allowed', token.credentialId)
		: authenticated(token, tenant);
}

export const ACCESS_TOKEN: Scheme<AccessTokenDeps> = {
	kind: 'accessToken',
	reads: accessTokenIn,
	authenticate: authenticateAccessToken,
};
