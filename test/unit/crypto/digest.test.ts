import { keyedDigests } from '../../../src/crypto/digest';
import { readySodium, type Sodium } from '../../../src/crypto/sodium';

const shown = { publicId: 'p', secret: new Uint8Array(32).fill(7) };
const owner = { userId: 'u', credentialId: 'c' };
const pepper = new Uint8Array(32).fill(1);
const otherPepper = new Uint8Array(32).fill(2);

let sodium: Sodium;
beforeAll(async () => {
	sodium = await readySodium();
});

const digests = () => keyedDigests(sodium, pepper, 'r');

describe('digests', () => {
	test('match their own secret only', () => {
		const digest = digests().of('apikey', shown, owner);
		expect(digest).toMatch(/^2\.[\w-]{43}$/);
		const matches = (secret: Uint8Array) =>
			digests().matches('apikey', { ...shown, secret }, { ...owner, digest });
		expect([matches(shown.secret), matches(new Uint8Array(32).fill(8))]).toEqual([true, false]);
	});

	test.each([
		['another user', {}, { userId: 'v' }],
		['another credential', {}, { credentialId: 'd' }],
		['another public id', { publicId: 'q' }, {}],
		['letters that went from one name to the next', {}, { userId: 'uc', credentialId: '' }],
	])('do not match in the row of %s', (_whose, otherShown, otherOwner) => {
		const digest = digests().of('apikey', shown, owner);
		const stored = { ...owner, ...otherOwner, digest };
		expect(digests().matches('apikey', { ...shown, ...otherShown }, stored)).toBe(false);
	});

	test('of another pepper or realm do not match', () => {
		const matches = (digest: string) => digests().matches('apikey', shown, { ...owner, digest });
		expect(matches(keyedDigests(sodium, otherPepper, 'r').of('apikey', shown, owner))).toBe(false);
		expect(matches(keyedDigests(sodium, pepper, 'other').of('apikey', shown, owner))).toBe(false);
	});

	test('of the first form match still, and cannot be had by cutting off the form', () => {
		const hash = sodium.crypto_generichash(
			32,
			Buffer.concat([Buffer.from('apikey\0'), shown.secret]),
			pepper,
		);
		const first = Buffer.from(hash).toString('base64url');
		const cut = digests().of('apikey', shown, owner).slice('2.'.length);
		const matches = (digest: string) => digests().matches('apikey', shown, { ...owner, digest });
		expect([first, `2.${first}`, cut].map(matches)).toEqual([true, false, false]);
	});

	test.each(['', 'AAAA', '2.', '2.AAAA', Buffer.alloc(32).toString('base64url')])(
		'nothing matches the row %j',
		(digest) => {
			expect(digests().matches('apikey', shown, { ...owner, digest })).toBe(false);
		},
	);

	test('nothing matches a row that is not there', () => {
		expect(digests().matches('apikey', shown, undefined)).toBe(false);
	});
});
