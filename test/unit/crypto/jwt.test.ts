import { calculateJwkThumbprint, compactVerify, CompactSign, importJWK } from 'jose';
import nacl from 'tweetnacl';

import {
	generateJwtKeys,
	importJwtSigner,
	importJwtVerifier,
	type JwtDemand,
	unverifiedClaims,
} from '../../../src/crypto/jwt';
import { damaged } from '../../damaged';
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

describe('a JWT of RFC 7515 appendix A', () => {
	const { claims, rs256, es256, hs256, unsecured } = vectors.jws;
	const demand: JwtDemand = {
		algorithms: ['EdDSA', 'ES256', 'RS256'],
		issuer: claims.iss,
		types: [undefined, 'jwt'],
		requiredClaims: ['exp'],
		now: claims.exp * 1000 - 1,
		toleranceSeconds: 0,
	};

	test.each([
		['A.2, RS256', rs256],
		['A.3, ES256', es256],
	])('is verified and ends in its time: %s', async (_, { publicJwk, jws }) => {
		const verify = await importJwtVerifier([publicJwk]);
		expect(await verify(jws, demand)).toEqual({ kind: 'verified', claims });
		const ended = { ...demand, now: claims.exp * 1000 };
		expect(await verify(jws, ended)).toEqual({ kind: 'refused', reason: 'expired' });
		// The last letters of base64url hold bits that count for nothing.
		const forged = damaged(jws.slice(0, -4)) + jws.slice(-4);
		expect(await verify(forged, demand)).toEqual({ kind: 'refused', reason: 'mismatch' });
	});

	test.each([
		['A.1, HS256', hs256.jws],
		['A.5, unsecured', unsecured.jws],
	])('is refused where anybody could have made it: %s', async (_, jws) => {
		const verify = await importJwtVerifier([rs256.publicJwk]);
		expect(await verify(jws, demand)).toEqual({ kind: 'refused', reason: 'malformed' });
	});
});

test('the key of RFC 8037 appendix A signs what an independent implementation verifies', async () => {
	const { publicJwk, privateMember: d, thumbprint } = vectors.ed25519;
	const privateJwk = JSON.stringify({ ...publicJwk, d });
	const sign = await importJwtSigner({ algorithm: 'EdDSA', keyId: thumbprint, privateJwk });
	const [header = '', payload = '', signature = ''] = (await sign('at+jwt', CLAIMS)).split('.');
	const publicKey = Buffer.from(publicJwk.x, 'base64url');
	const signed = Buffer.from(`${header}.${payload}`);
	const isRight = nacl.sign.detached.verify(signed, Buffer.from(signature, 'base64url'), publicKey);
	expect(isRight).toBe(true);
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
