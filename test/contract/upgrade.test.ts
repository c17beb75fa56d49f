import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { stores } from '../stores';

const KEY = 'iapi_live_4zre50FQaO4XcisiDGzOSf_RRl40NwxwUg1A6jJfZjYoUEcJJh2UtZCorDRCLMuGMk3eFXqu';
const REVOKED_KEY =
	'iapi_live_58bPHHa1vcnKrTM5cFxcak_4yfD9BGu2P9AQIycWWXHfUgAP4mRRc5rKAHVXKWUQR31dQCBV';
const KEY_OF_A_DISABLED_USER =
	'iapi_live_3zfeOBoOhZyzUNU1bWqla0_nrPTS2QzMfzhsJG0KhPaTM79KQu6SMWsocaYzRnKomI1e5d75';

const fixture = (name: string): string =>
	readFileSync(join(__dirname, '..', 'fixtures', name), 'utf8');

describe.each(stores)('a realm of schema 1 in $engine', ({ engine, create }) => {
	let opened: TestRealm;
	beforeEach(async () => {
		opened = await aRealm(async () => {
			const storage = await create();
			await storage.execute(fixture(`schema-1.${engine}.sql`));
			await storage.execute(fixture('schema-1.rows.sql'));
			return storage;
		});
	});
	afterEach(() => opened.close());

	const decide = (key: string): Promise<Verdict> =>
		opened.realm.authenticate(aMessage({ headerFields: [['X-API-Key', key]] }), A_POLICY, A_CALL);

	test('is opened with its users and keys', async () => {
		expect(opened.realm.id).toBe('cd78591b-20e0-47ae-8a72-efc26fb01bf6');
		const { users, apiKeys } = opened.realm.administer;
		expect((await users.getAll()).map((user) => [user.name, user.displayName])).toEqual([
			['alice', "Alice O'Brien"],
			['Jörg', 'Jörg'],
		]);
		expect(await apiKeys.getAll({})).toHaveLength(3);
	});

	test('accepts its keys and refuses what it refused', async () => {
		expect(await decide(KEY)).toMatchObject({
			kind: 'accepted',
			caller: { user: 'alice', credentialId: 'cc43cbfc-981b-41da-b625-160cd3288687' },
		});
		expect(await decide(REVOKED_KEY)).toMatchObject({ reason: 'key-revoked' });
		expect(await decide(KEY_OF_A_DISABLED_USER)).toMatchObject({ reason: 'user-disabled' });
	});

	test('takes new users and keys', async () => {
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'bob' }));
		const { key } = valueOf(await apiKeys.generate({ username: 'bob', name: 'k' }));
		expect((await decide(key)).kind).toBe('accepted');
	});
});
