import type { CryptoKey, JWK, JWTPayload } from 'jose';

/** How we sign: RFC 8037 and RFC 7518 section 3.3. */
export type JwtAlgorithm = 'EdDSA' | 'RS256';

/** A key pair for signatures, as JWKs (RFC 7517); `keyId` is its thumbprint (RFC 7638). */
export interface JwtKeyPair {
	readonly algorithm: JwtAlgorithm;
	readonly keyId: string;
	readonly privateJwk: string;
	readonly publicJwk: string;
}

export type PublicJwk = Readonly<Record<string, string>>;

/** What has to be right of a JWT beside its signature. */
export interface JwtDemand {
	readonly algorithms: readonly string[];
	readonly issuer: string;
	/** Values of `typ` that are right, in lower case; `undefined` stands for none at all. */
	readonly types: readonly (string | undefined)[];
	readonly requiredClaims: readonly string[];
	/** Milliseconds. */
	readonly now: number;
	readonly toleranceSeconds: number;
}

/** Takes a while to load, and most realms sign nothing. */
const jose = () => import('jose');

/** Makes a key pair: Ed25519, or RSA of 2048 bits. */
export async function generateJwtKeys(algorithm: JwtAlgorithm): Promise<JwtKeyPair> {
	const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await jose();
	const pair = await generateKeyPair(algorithm, { extractable: true });
	const keyId = await calculateJwkThumbprint(await exportJWK(pair.publicKey));
	const written = async (key: CryptoKey): Promise<string> =>
		JSON.stringify({ ...(await exportJWK(key)), kid: keyId, alg: algorithm, use: 'sig' });
	const [privateJwk, publicJwk] = await Promise.all([
		written(pair.privateKey),
		written(pair.publicKey),
	]);
	return { algorithm, keyId, privateJwk, publicJwk };
}

/** Signs claims; whoever imports a key keeps it, since that costs more than a signature. */
export type SignJwt = (type: string, claims: Readonly<Record<string, unknown>>) => Promise<string>;

export async function importJwtSigner({
	algorithm,
	keyId,
	privateJwk,
}: Pick<JwtKeyPair, 'algorithm' | 'keyId' | 'privateJwk'>): Promise<SignJwt> {
	const { importJWK, SignJWT } = await jose();
	const key = await importJWK(JSON.parse(privateJwk) as JWK, algorithm);
	return async (type, claims) =>
		await new SignJWT({ ...claims })
			.setProtectedHeader({ alg: algorithm, kid: keyId, typ: type })
			.sign(key);
}

/** The claims of a JWT that is signed and dated right, or why not. */
export type VerifiedJwt =
	| { readonly kind: 'verified'; readonly claims: JWTPayload }
	| { readonly kind: 'refused'; readonly reason: 'malformed' | 'expired' | 'mismatch' };

export type VerifyJwt = (text: string, demand: JwtDemand) => Promise<VerifiedJwt>;

/** Verifies by a set of public keys, which are imported once. */
export async function importJwtVerifier(keys: readonly PublicJwk[]): Promise<VerifyJwt> {
	const { createLocalJWKSet, errors, jwtVerify } = await jose();
	const find = createLocalJWKSet({ keys: keys.map((key) => ({ ...key }) as JWK) });
	return async (text, demand) => {
		try {
			const { payload, protectedHeader } = await jwtVerify(text, find, {
				algorithms: [...demand.algorithms],
				issuer: demand.issuer,
				requiredClaims: [...demand.requiredClaims],
				currentDate: new Date(demand.now),
				clockTolerance: demand.toleranceSeconds,
			});
			const type = protectedHeader.typ?.toLowerCase();
			return demand.types.includes(type)
				? { kind: 'verified', claims: payload }
				: { kind: 'refused', reason: 'malformed' };
		} catch (error) {
			// jose throws for whatever is wrong; anything else is a fault.
			if (error instanceof errors.JWTExpired) return { kind: 'refused', reason: 'expired' };
			if (error instanceof errors.JWSSignatureVerificationFailed) {
				return { kind: 'refused', reason: 'mismatch' };
			}
			if (error instanceof errors.JOSEError) return { kind: 'refused', reason: 'malformed' };
			throw error;
		}
	};
}

/** What a JWT says before anything of it is believed; `undefined` for what is no JWT. */
export async function unverifiedClaims(text: string): Promise<JWTPayload | undefined> {
	const { decodeJwt, errors } = await jose();
	try {
		return decodeJwt(text);
	} catch (error) {
		if (error instanceof errors.JOSEError) return undefined;
		throw error;
	}
}
