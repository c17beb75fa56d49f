import { link, linkMessage, proofMessage, startOfChain } from '../../../src/audit/chain';
import { keyedMacs } from '../../../src/crypto/mac';
import { readySodium, type Sodium } from '../../../src/crypto/sodium';
import { deriveSubkey } from '../../../src/crypto/subkey';

let sodium: Sodium;
beforeAll(async () => {
	sodium = await readySodium();
});
const macs = (filler = 1) =>
	keyedMacs(sodium, deriveSubkey(sodium, new Uint8Array(32).fill(filler), 'audit'));

describe('a link of the chain', () => {
	test('hashes label, place, hash before, length and text, and nothing else', () => {
		const hash = Buffer.alloc(32, 7);
		const message = linkMessage({ seq: 1, hash: hash.toString('base64url') }, 'é');
		expect(Buffer.from(message).toString('hex')).toBe(
			Buffer.from('incoming-api/audit/v1').toString('hex') +
				'0000000000000002' +
				hash.toString('hex') +
				'0000000000000002' +
				'c3a9',
		);
	});

	// The values are of Python's hashlib.blake2b (key, salt and person as libsodium's crypto_kdf).
	test('keeps its value: entries of today have to verify in years', () => {
		const start = startOfChain(macs(), 'realm', 'writer');
		expect([start, link(macs(), start, '{"a":1}')]).toEqual([
			{ seq: 0, hash: 'bMBqGdwMa4ecIyGg5W6n6OVKaTnMuitU55LjxRro3vE' },
			{ seq: 1, hash: 'lMswdMxJeAkNCZJN1K2nK-hR81R5bU_VH1EEpPaP8Eo' },
		]);
	});

	test('differs with key, realm, chain, place and text', () => {
		const start = startOfChain(macs(), 'realm', 'writer');
		const hashes = [
			link(macs(), start, 'a'),
			link(macs(2), start, 'a'),
			link(macs(), startOfChain(macs(), 'other', 'writer'), 'a'),
			link(macs(), startOfChain(macs(), 'realm', 'other'), 'a'),
			link(macs(), { ...start, seq: 1 }, 'a'),
			link(macs(), start, 'b'),
		].map(({ hash }) => hash);
		expect(new Set(hashes).size).toBe(hashes.length);
	});

	test('cannot pass as a proof of another kind', () => {
		const text = 'x'.repeat(100);
		const messages = [
			linkMessage({ seq: 0, hash: macs().of(new Uint8Array()) }, text),
			...(['start', 'heads', 'checkpoint'] as const).map((kind) => proofMessage(kind, text)),
		];
		expect(new Set(messages.map((message) => macs().of(message))).size).toBe(4);
	});
});

describe('a proof', () => {
	test.each(['', 'AAAA', Buffer.alloc(32).toString('base64url'), 'not base64 at all'])(
		'is not %j',
		(text) => {
			expect(macs().matches(Buffer.from('message'), text)).toBe(false);
		},
	);
});
