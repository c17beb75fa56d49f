import {
	importJwtVerifier,
	type PublicJwk,
	unverifiedClaims,
	type VerifyJwt,
} from '../../crypto/jwt';
import type { Instant } from '../../store/clock';
import type { OAuthClient } from '../client';
import type { OAuthReason } from '../refusal';

/** What a client assertion says, once it was found to be right. */
export interface ClientAssertion {
	/** Its `jti`, which counts once. */
	readonly tokenId: string;
	/** Until when its `jti` has to be remembered. */
	readonly expiresAt: Instant;
}

/** Longest life of an assertion. */
const MOST_SECONDS = 300;
/** How far a client's clock may be off. */
const TOLERANCE_SECONDS = 30;
const MOST_ID_LETTERS = 200;

/** What clients sign with: nothing that a secret or a public key could forge. */
export const ASSERTION_ALGORITHMS: readonly string[] = ['EdDSA', 'ES256', 'RS256'];

/** No access token and no ID token is a client assertion. */
const TYPES = [undefined, 'jwt', 'client-authentication+jwt'];

/** Keys that were imported, by the set that a client has. */
const verifiers = new WeakMap<object, Promise<VerifyJwt>>();

function verifierOf(jwks: NonNullable<OAuthClient['jwks']>): Promise<VerifyJwt> {
	const known = verifiers.get(jwks);
	if (known !== undefined) return known;
	const imported = importJwtVerifier(jwks.keys as readonly PublicJwk[]);
	verifiers.set(jwks, imported);
	return imported;
}

/** The client that an assertion claims to be of, before anything of it is believed. */
export async function claimedClient(assertion: string): Promise<string | undefined> {
	const sub: unknown = (await unverifiedClaims(assertion))?.sub;
	return typeof sub === 'string' ? sub : undefined;
}

/**
 * Verifies a client assertion (RFC 7523 section 3). Our issuer is its only audience: a list, or any
 * other URL of ours, is refused (CVE-2025-27370).
 */
export async function verifyAssertion(
	assertion: string,
	{ id, jwks }: OAuthClient,
	issuer: string,
	now: Instant,
): Promise<ClientAssertion | OAuthReason> {
	if (jwks === undefined) return 'client-method-mismatch';
	const verify = await verifierOf(jwks);
	const verified = await verify(assertion, {
		algorithms: ASSERTION_ALGORITHMS,
		issuer: id,
		types: TYPES,
		requiredClaims: ['sub', 'aud', 'exp', 'jti'],
		now,
		toleranceSeconds: TOLERANCE_SECONDS,
	});
	if (verified.kind === 'refused') {
		if (verified.reason === 'expired') return 'assertion-lifetime';
		return verified.reason === 'mismatch' ? 'assertion-mismatch' : 'assertion-malformed';
	}
	const { sub, aud, exp = 0, jti } = verified.claims;
	if (sub !== id) return 'assertion-mismatch';
	if (aud !== issuer) return 'assertion-audience';
	if (exp * 1000 > now + (MOST_SECONDS + TOLERANCE_SECONDS) * 1000) return 'assertion-lifetime';
	const isText = typeof jti === 'string' && jti !== '';
	if (!isText || jti.length > MOST_ID_LETTERS) return 'assertion-malformed';
	// It may end within a second (RFC 7519 section 2), and is verified against whole ones.
	return { tokenId: jti, expiresAt: Math.ceil(exp + TOLERANCE_SECONDS) * 1000 };
}
