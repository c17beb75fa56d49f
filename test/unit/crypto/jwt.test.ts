import { calculateJwkThumbprint, compactVerify, CompactSign, importJWK } from 'jose';

import {
	generateJwtKeys,
	importJwtSigner,
	importJwtVerifier,
	type JwtDemand,
	unverifiedClaims,
} from '../../../src/crypto/jwt';
import vectors from '../../vectors/oauth.json';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const SECONDS = NOW / 1000;
const DEMAND: JwtDemand = {
	algorithms: ['EdDSA', 'RS256'],
	issuer: 'https://login.example',
	types: ['at+jwt'],
	requiredClaims: ['exp', 'sub'],
	now: NOW,
	toleranceSeconds: 0,
};
const CLAIMS = { iss: 'https://login.example', sub: 'alice', exp: SECONDS + 60 };

describe('the library that signs', () => {
	test('signs and verifies as RFC 8037 appendix A has it', async () => {
		const { publicJwk, privateMember, payload, jws, thumbprint } = vectors.ed25519;
		const key = await importJWK({ ...publicJwk, d: privateMember }, 'EdDSA');
		const signer = new CompactSign(Buffer.from(payload));
		expect(await signer.setProtectedHeader({ alg: 'EdDSA' }).sign(key)).toBe(jws);
		expect(await calculateJwkThumbprint(publicJwk)).toBe(thumbprint);
		const verified = await compactVerify(jws, await importJWK(publicJwk, 'EdDSA'));
		expect(Buffer.from(verified.payload).toString()).toBe(payload);
	});
});

describe.each(['EdDSA', 'RS256'] as const)('a JWT signed by %s', (algorithm) => {
	const keys = generateJwtKeys(algorithm);
	const sign = async (claims: object, type = 'at+jwt') =>
		await (
			await importJwtSigner(await keys)
		)(type, { ...claims });
	const verify = async (text: string, demand: Partial<JwtDemand> = {}) => {
		const { publicJwk } = await keys;
		const verifier = await importJwtVerifier([JSON.parse(publicJwk) as Record<string, string>]);
		return await verifier(text, { ...DEMAND, ...demand });
	};

	test('is verified by its public key, in which nothing is private', async () => {
		expect(await verify(await sign(CLAIMS))).toEqual({ kind: 'verified', claims: CLAIMS });
		const { publicJwk, keyId } = await keys;
		expect(JSON.parse(publicJwk)).toMatchObject({ kid: keyId, alg: algorithm, use: 'sig' });
		expect(publicJwk).not.toMatch(/"(?:d|p|q)":/);
	});

	test.each([
		['expired', { ...CLAIMS, exp: SECONDS }, 'at+jwt'],
		['malformed', { ...CLAIMS, iss: 'https://other.example' }, 'at+jwt'],
		['malformed', { iss: CLAIMS.iss, sub: 'alice' }, 'at+jwt'],
		['malformed', { iss: CLAIMS.iss, exp: CLAIMS.exp }, 'at+jwt'],
		['malformed', CLAIMS, 'JWT'],
	])('is %s where it differs in one thing (%#)', async (reason, claims, type) => {
		expect(await verify(await sign(claims, type))).toEqual({ kind: 'refused', reason });
	});

	test('is refused with another key, a changed text, or an algorithm that is not asked for', async () => {
		const text = await sign(CLAIMS);
		const other = await importJwtSigner(await generateJwtKeys(algorithm));
		const foreign = await other('at+jwt', CLAIMS);
		expect(await verify(foreign)).toEqual({ kind: 'refused', reason: 'malformed' });
		const [head = '', , signature = ''] = text.split('.');
		const body = Buffer.from(JSON.stringify({ ...CLAIMS, sub: 'admin' })).toString('base64url');
		const changed = [head, body, signature].join('.');
		expect(await verify(changed)).toEqual({ kind: 'refused', reason: 'mismatch' });
		const demand = { algorithms: ['ES256'] };
		expect(await verify(text, demand)).toEqual({ kind: 'refused', reason: 'malformed' });
		const unsigned = [
			Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url'),
			body,
			'',
		].join('.');
		expect(await verify(unsigned)).toEqual({ kind: 'refused', reason: 'malformed' });
	});
});

test('what is no JWT claims nothing', async () => {
	expect(await unverifiedClaims('a.b.c')).toBeUndefined();
	expect(await unverifiedClaims('')).toBeUndefined();
});
