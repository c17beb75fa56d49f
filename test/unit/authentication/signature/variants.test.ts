import { generateKeyPairSync, sign } from 'node:crypto';

import { checkScheme } from '../../../../src/authentication/signature/check-scheme';
import { readSignature } from '../../../../src/authentication/signature/read-signature';
import { isSignedBy } from '../../../../src/authentication/signature/signed-message';
import type { SigningScheme } from '../../../../src/authentication/signature/signing-scheme';
import { parseSigningSecret } from '../../../../src/authentication/signature/signing-secret';
import { aMessage } from '../../../a-realm';

type Headers = Readonly<Record<string, string>>;

/** Whether a message is signed by the key of this value; `malformed` where it cannot be. */
function verify(scheme: SigningScheme, value: string, headers: Headers, body: string) {
	const secret = parseSigningSecret(scheme, value);
	if (secret.kind === 'mistake') throw new Error(secret.sentence);
	const message = aMessage({ headerFields: Object.entries(headers), target: '/webhook/a?b=c' });
	const found = Object.entries(headers).find(([name]) => /signature/.test(name));
	const parts = readSignature(message, found?.[0] ?? '', found?.[1] ?? '', scheme);
	return parts === undefined ? 'malformed' : isSignedBy(parts, secret.key, Buffer.from(body));
}

const STANDARD = { variant: 'standardWebhooks' } as const;
const STRIPE = { variant: 'stripe' } as const;
const GITHUB = { variant: 'github' } as const;

/** The vector of the reference libraries of Standard Webhooks. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"test": 2432232314}';
const RIGHT = 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const standard = (signature: string, parts: Headers = {}, prefix = 'webhook'): Headers => ({
	[`${prefix}-id`]: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
	[`${prefix}-timestamp`]: '1614265330',
	[`${prefix}-signature`]: signature,
	...parts,
});

describe('a message of Standard Webhooks', () => {
	test('is signed as published, under either name, with or without the brand of its key', () => {
		expect(verify(STANDARD, SECRET, standard(`v1,${RIGHT}`), BODY)).toBe(true);
		expect(verify(STANDARD, SECRET, standard(`v1,${RIGHT}`, {}, 'svix'), BODY)).toBe(true);
		expect(verify(STANDARD, SECRET.slice(6), standard(`v1,${RIGHT}`), BODY)).toBe(true);
		expect(verify(STANDARD, SECRET, standard(`v1,${RIGHT}`), `${BODY} `)).toBe(false);
	});

	test('may mix no names', () => {
		const mixed = { 'webhook-signature': `v1,${RIGHT}`, ...standard('', {}, 'svix') };
		delete (mixed as Record<string, string>)['svix-signature'];
		expect(verify(STANDARD, SECRET, mixed, BODY)).toBe('malformed');
	});

	const wrong = Buffer.alloc(32, 7).toString('base64');
	test.each<[string, string, boolean | 'malformed']>([
		['a wrong one beside it', `v1,${wrong} v1,${RIGHT}`, true],
		['an unknown version beside it', `v2,abc v1,${RIGHT}`, true],
		['an unknown version alone', `v2,${RIGHT}`, 'malformed'],
		['a wrong one alone', `v1,${wrong}`, false],
		['an empty one', 'v1,', 'malformed'],
		['nothing', '', 'malformed'],
		['1,000 entries', Array.from({ length: 1000 }, () => `v1,${RIGHT}`).join(' '), 'malformed'],
		['21 entries', Array.from({ length: 21 }, () => `v1,${RIGHT}`).join(' '), 'malformed'],
	])('NT-74: with %s is judged in bounded work', (_what, signature, expected) => {
		expect(verify(STANDARD, SECRET, standard(signature), BODY)).toBe(expected);
	});

	test.each([
		['in another alphabet', RIGHT.replace('+', '-').replace('/', '_')],
		['without padding', RIGHT.slice(0, -1)],
		['truncated', RIGHT.slice(0, 40)],
		['with junk inside', `${RIGHT.slice(0, 10)}*${RIGHT.slice(11)}`],
		['with a second comma', `${RIGHT},`],
	])('NT-75: with a signature %s is not one', (_what, signature) => {
		expect(verify(STANDARD, SECRET, standard(`v1,${signature}`), BODY)).not.toBe(true);
	});

	test('NT-75: with a dot in its id is not one', () => {
		const headers = standard(`v1,${RIGHT}`, { 'webhook-id': 'msg.1' });
		expect(verify(STANDARD, SECRET, headers, BODY)).toBe('malformed');
	});

	test('is verified by a public key too, and by that one alone', () => {
		const { publicKey, privateKey } = generateKeyPairSync('ed25519');
		const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
		const text = `msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.${BODY}`;
		const signature = sign(null, Buffer.from(text), privateKey).toString('base64');
		const value = `whpk_${raw.toString('base64')}`;
		expect(verify(STANDARD, value, standard(`v1a,${signature}`), BODY)).toBe(true);
		expect(verify(STANDARD, value, standard(`v1,${RIGHT} v1a,${signature}`), BODY)).toBe(true);
		expect(verify(STANDARD, value, standard(`v1a,${signature}`), `${BODY} `)).toBe(false);
		expect(verify(STANDARD, value, standard(`v1,${signature}`), BODY)).toBe(false);
		expect(verify(STANDARD, SECRET, standard(`v1a,${RIGHT}`), BODY)).toBe('malformed');
		expect(verify(STANDARD, SECRET, standard(`v1a,${signature}`), BODY)).toBe(false);
		const entries = (count: number) => Array.from({ length: count }, () => `v1a,${signature}`);
		expect(verify(STANDARD, value, standard(entries(3).join(' ')), BODY)).toBe(true);
		expect(verify(STANDARD, value, standard(entries(4).join(' ')), BODY)).toBe('malformed');
	});
});

describe('a delivery of GitHub', () => {
	const digest = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
	const secret = "It's a Secret to Everybody";
	const delivery = (signature: string) => ({
		'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
		'x-hub-signature-256': signature,
	});

	test('is signed as published', () => {
		expect(verify(GITHUB, secret, delivery(`sha256=${digest}`), 'Hello, World!')).toBe(true);
		expect(verify(GITHUB, secret, delivery(`sha256=${digest}`), 'Hello, World')).toBe(false);
	});

	test.each([
		['in upper case', `sha256=${digest.toUpperCase()}`],
		['without its algorithm', digest],
		['of another algorithm', `sha1=${digest}`],
		['of odd length', `sha256=${digest}a`],
		['with junk behind it', `sha256=${digest}zz`],
		['that is empty', 'sha256='],
	])('NT-75: with a signature %s is not one', (_what, signature) => {
		expect(verify(GITHUB, secret, delivery(signature), 'Hello, World!')).toBe('malformed');
	});

	test('without the id of the delivery is not one: it could be sent again', () => {
		const headers = { 'x-hub-signature-256': `sha256=${digest}` };
		expect(verify(GITHUB, secret, headers, 'Hello, World!')).toBe('malformed');
	});
});

describe('an event of Stripe', () => {
	const hex = 'ab'.repeat(32);
	test.each([
		['v0 alone', `t=1614265330,v0=${hex}`],
		['no time', `v1=${hex}`],
		['two times', `t=1614265330,t=1614265331,v1=${hex}`],
		['upper case', `t=1614265330,v1=${hex.toUpperCase()}`],
		['a part that is none', `t=1614265330,v1=${hex},x`],
		['an empty signature', 't=1614265330,v1='],
		['1,000 entries', `t=1614265330${`,v1=${hex}`.repeat(1000)}`],
		['nothing', ''],
	])('NT-74: with %s is not one', (_what, value) => {
		const headers = { 'stripe-signature': value };
		expect(verify(STRIPE, 'whsec_0123456789abcdef', headers, BODY)).toBe('malformed');
	});

	test('NT-74: has what it does not know beside what it knows', () => {
		const headers = { 'stripe-signature': `t=1614265330,v1=${hex},v0=zz,v9=x` };
		expect(verify(STRIPE, 'whsec_0123456789abcdef', headers, BODY)).toBe(false);
	});
});

test('a generic HMAC signs what its template says, method and address too', () => {
	const checked = checkScheme({
		variant: 'genericHmac',
		signatureHeader: 'X-Signature',
		template: '{method} {path}\n{body}',
		keyEncoding: 'hex',
	});
	if (checked.kind === 'mistake') throw new Error(checked.sentence);
	const value = 'ab'.repeat(20);
	const secret = parseSigningSecret(checked.scheme, value);
	if (secret.kind === 'mistake' || secret.key.kind !== 'hmac') throw new Error('no key');
	const signed = secret.key.sign('sha256', [Buffer.from('POST /webhook/a?b=c\nbody')]);
	const headers = { 'x-signature': signed.toString('hex') };
	expect(verify(checked.scheme, value, headers, 'body')).toBe(true);
	expect(verify(checked.scheme, value, headers, 'Body')).toBe(false);
});

test('a key shows nothing of itself', () => {
	const parsed = parseSigningSecret(GITHUB, 'a secret that nobody should see');
	expect(JSON.stringify(parsed)).not.toContain('secret that');
	expect(String(parsed.kind === 'key' ? parsed.key : parsed)).not.toContain('secret that');
});
