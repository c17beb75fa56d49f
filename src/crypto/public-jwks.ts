import { createPublicKey } from 'node:crypto';

/** Public keys as RFC 7517 writes them. */
export interface PublicKeys {
	readonly keys: readonly Readonly<Record<string, string>>[];
}

export type KeysMistake =
	| 'not-a-key-set'
	| 'no-keys'
	| 'too-many-keys'
	| 'private-key'
	| 'unfit-key'
	| 'weak-key'
	| 'key-ids';

const MOST_KEYS = 10;
const LEAST_RSA_BITS = 2048;
/** RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 8037 section 2: what only the holder may have. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** What is kept of a key; the rest, such as certificates, is not looked at. */
const KEPT = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'];

type Jwk = Readonly<Record<string, unknown>>;
const isJwk = (value: unknown): value is Jwk =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The algorithm that a key is for; `undefined` where it is none of ours. */
function algorithmOf({ kty, crv }: Jwk): string | undefined {
	if (kty === 'OKP' && crv === 'Ed25519') return 'EdDSA';
	if (kty === 'EC' && crv === 'P-256') return 'ES256';
	return kty === 'RSA' ? 'RS256' : undefined;
}

function mistakeIn(jwk: Jwk): KeysMistake | undefined {
	if (PRIVATE_MEMBERS.some((member) => member in jwk)) return 'private-key';
	const algorithm = algorithmOf(jwk);
	if (algorithm === undefined || (jwk['alg'] ?? algorithm) !== algorithm) return 'unfit-key';
	if ((jwk['use'] ?? 'sig') !== 'sig') return 'unfit-key';
	try {
		const key = createPublicKey({ key: jwk, format: 'jwk' });
		const bits = key.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS;
		return bits < LEAST_RSA_BITS ? 'weak-key' : undefined;
	} catch {
		return 'unfit-key'; // node:crypto has no other way to say that members make no key
	}
}

function kept(jwk: Jwk): Readonly<Record<string, string>> {
	const texts = KEPT.flatMap((member) => {
		const value = jwk[member];
		return typeof value === 'string' ? [[member, value] as const] : [];
	});
	return { ...Object.fromEntries(texts), alg: algorithmOf(jwk) ?? '' };
}

/**
 * Reads a JSON Web Key Set of public keys for signatures: Ed25519 (EdDSA), P-256 (ES256) or RSA of
 * 2048 bits and more (RS256). Of several keys each has its own `kid`. A set with a private or a
 * symmetric key is refused as a whole: that key is no secret any more.
 */
export function parsePublicKeys(text: string): PublicKeys | KeysMistake {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return 'not-a-key-set'; // JSON.parse has no other way to say that a text is not JSON
	}
	const keys: unknown = isJwk(parsed) ? parsed['keys'] : undefined;
	if (!Array.isArray(keys) || !keys.every(isJwk)) return 'not-a-key-set';
	if (keys.length === 0) return 'no-keys';
	if (keys.length > MOST_KEYS) return 'too-many-keys';
	const mistake = keys.map(mistakeIn).find((found) => found !== undefined);
	if (mistake !== undefined) return mistake;
	const ids = new Set(keys.map(({ kid }) => (typeof kid === 'string' ? kid : '')));
	const areIds = ids.size === keys.length && (keys.length === 1 || !ids.has(''));
	return areIds ? { keys: keys.map(kept) } : 'key-ids';
}
