import { randomUUID } from 'node:crypto';

import { formatPairKey, parsePairKey } from '../../../src/crypto/pair-key-text';

const ID = '00010203-0405-4607-8809-0a0b0c0d0e0f';
const KEY = formatPairKey('live', ID);

describe('the key of a key pair', () => {
	test('IN-4: never holds the two letters that divide key and secret, and finds its pair', () => {
		for (let count = 0; count < 1000; count += 1) {
			const credentialId = randomUUID();
			const key = formatPairKey('live', credentialId);
			expect(key).toMatch(/^ikey_live_[0-9A-Za-z]{22}$/);
			expect(parsePairKey('live', key)).toBe(credentialId);
		}
	});

	test.each([
		['', 'live'],
		[KEY, 'test'],
		[ID, 'live'],
		[`${KEY}0`, 'live'],
		[KEY.slice(0, -1), 'live'],
		[KEY.replace('ikey', 'iapi'), 'live'],
		[`ikey_live_${'z'.repeat(22)}`, 'live'],
		[`${KEY}\n`, 'live'],
	] as const)('%j in an environment that is %s is none', (text, environment) => {
		expect(parsePairKey('live', KEY)).toBe(ID);
		expect(parsePairKey(environment, text)).toBeUndefined();
	});
});
