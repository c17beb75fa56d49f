import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import { parsePublicKeys } from '../../../src/crypto/public-jwks';

const ed25519 = generateKeyPairSync('ed25519');
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' });
const parse = (...keys: readonly object[]) => parsePublicKeys(JSON.stringify({ keys }));

describe('a key set of a client', () => {
	test.each([
		['EdDSA', jwkOf(ed25519.publicKey)],
		['ES256', jwkOf(p256.publicKey)],
		['RS256', jwkOf(rsa.publicKey)],
	])('may hold a key for %s, and keeps what makes the key', (alg, jwk) => {
		expect(parse({ ...jwk, use: 'sig', x5c: ['certificate'] })).toEqual({
			keys: [{ ...jwk, use: 'sig', alg }],
		});
	});

	test('may be the example of RFC 8037 appendix A.2', () => {
		const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
		expect(parse(key)).toEqual({ keys: [{ ...key, alg: 'EdDSA' }] });
	});

	test('may hold several keys, each with its own kid', () => {
		const keys = [
			{ ...jwkOf(ed25519.publicKey), kid: 'a' },
			{ ...jwkOf(p256.publicKey), kid: 'b' },
		];
		expect(parse(...keys)).toMatchObject({ keys: [{ kid: 'a' }, { kid: 'b' }] });
		expect(parse(...keys.map((key) => ({ ...key, kid: 'a' })))).toBe('key-ids');
		expect(parse(jwkOf(ed25519.publicKey), jwkOf(p256.publicKey))).toBe('key-ids');
	});

	test.each([
		['a private Ed25519 key', jwkOf(ed25519.privateKey), 'private-key'],
		['a private P-256 key', jwkOf(p256.privateKey), 'private-key'],
		['a private RSA key', jwkOf(rsa.privateKey), 'private-key'],
		['a symmetric key', { kty: 'oct', k: 'c2VjcmV0' }, 'private-key'],
		['a key for encryption', { ...jwkOf(rsa.publicKey), use: 'enc' }, 'unfit-key'],
		['a key of another algorithm', { ...jwkOf(rsa.publicKey), alg: 'HS256' }, 'unfit-key'],
		[
			'a key of a curve that is not ours',
			jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey),
			'unfit-key',
		],
		[
			'a point that is not on the curve',
			{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
			'unfit-key',
		],
		[
			'a short RSA key',
			jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
			'weak-key',
		],
	])('is refused with %s', (_, jwk, mistake) => {
		expect(parse(jwk)).toBe(mistake);
		expect(parse({ ...jwkOf(ed25519.publicKey), kid: 'a' }, { ...jwk, kid: 'b' })).toBe(mistake);
	});

	test.each([
		['', 'not-a-key-set'],
		['null', 'not-a-key-set'],
		['[]', 'not-a-key-set'],
		['{"keys":{}}', 'not-a-key-set'],
		['{"keys":["a"]}', 'not-a-key-set'],
		['{"keys":[]}', 'no-keys'],
		[JSON.stringify({ keys: Array.from({ length: 11 }, () => ({})) }), 'too-many-keys'],
	])('is refused where it is %.20s', (text, mistake) => {
		expect(parsePublicKeys(text)).toBe(mistake);
	});
});
