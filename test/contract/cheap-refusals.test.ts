import { generateCredential } from '../../src/crypto/credential-text';
import { systemRandom } from '../../src/crypto/random';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm } from '../a-realm';
import { stores } from '../stores';

describe.each(stores)('where keys cannot be read from $engine', ({ create }) => {
	let opened: TestRealm;
	beforeEach(async () => {
		opened = await aRealm(create);
		await opened.storage.execute('alter table credential_version rename to gone');
	});
	afterEach(() => opened.close());

	const outcomeOf = async (text: string): Promise<string> => {
		const message = aMessage({ headerFields: [['X-API-Key', text]] });
		const verdict = await opened.realm.authenticate(message, A_POLICY, A_CALL);
		return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
	};
	const { text } = generateCredential('iapi', 'live', systemRandom.bytes);

	test('NT-44: a key with a right checksum would be looked up, one with a wrong checksum is not', async () => {
		await expect(outcomeOf(text)).rejects.toMatchObject({ code: 'store-unavailable' });
		const wrong = text.slice(0, -1) + (text.endsWith('a') ? 'b' : 'a');
		expect(await outcomeOf(wrong)).toBe('malformed-key');
	});

	test.each([
		['81 characters', text.slice(0, -1)],
		['83 characters', `${text}0`],
		['100,000 characters', 'a'.repeat(100_000)],
		['100,000 characters that begin with a key', text.padEnd(100_000, 'a')],
	])('NT-45: a key of %s is refused unread and unhashed', async (_length, long) => {
		expect(await outcomeOf(long)).toBe('malformed-key');
	});
});
