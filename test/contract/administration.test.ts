import { randomUUID } from 'node:crypto';

import { aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

let opened: TestRealm;
afterEach(() => opened.close());

const users = () => opened.realm.administer.users;
const apiKeys = () => opened.realm.administer.apiKeys;
const sentence = (text: string) => ({ kind: 'refused', sentence: text });

describe.each(stores)('users in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
	});

	test('PF-10: are made for API use: a name and nothing to sign in with', async () => {
		const made = valueOf(await users().create({ username: ' alice ' }));
		expect(made).toEqual({
			id: made.id,
			name: 'alice',
			displayName: 'alice',
			enabled: true,
			createdAt: NOON,
			updatedAt: NOON,
		});
		expect(valueOf(await users().get('ALICE'))).toEqual({
			...made,
			groups: ['Default'],
			privileges: [{ application: 'Default', privileges: ['Run Actions', 'Use API Key'] }],
		});
	});

	test('have names that are unique whatever their case or composition', async () => {
		valueOf(await users().create({ username: 'J\u00f6rg' }));
		expect(await users().create({ username: 'jo\u0308RG' })).toEqual(
			sentence('A user "j\u00f6RG" exists already (case does not matter): choose another name.'),
		);
	});

	test('of fifty created at once under one name are one', async () => {
		const outcomes = await Promise.all(
			Array.from({ length: 50 }, () => users().create({ username: 'alice' })),
		);
		expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
		expect(await users().getAll()).toHaveLength(1);
	});

	test('are listed in order of name, up to a limit', async () => {
		for (const username of ['carol', 'Bob', 'alice']) valueOf(await users().create({ username }));
		expect((await users().getAll()).map(({ name }) => name)).toEqual(['alice', 'Bob', 'carol']);
		expect((await users().getAll(2)).map(({ name }) => name)).toEqual(['alice', 'Bob']);
	});

	test('are renamed, also to another case of their name, but not to the name of another', async () => {
		valueOf(await users().create({ username: 'alice' }));
		valueOf(await users().create({ username: 'bob' }));
		expect(valueOf(await users().update('alice', { username: 'Alice' })).name).toBe('Alice');
		expect(await users().update('alice', { username: 'BOB' })).toEqual(
			sentence('A user "BOB" exists already (case does not matter): choose another name.'),
		);
	});

	test.each([
		['', 'The user name is empty: enter one.'],
		['   ', 'The user name is empty: enter one.'],
		['a\u0000b', 'The user name "a?b" holds invisible characters: type it again.'],
		['a\u200bb', 'The user name "a?b" holds invisible characters: type it again.'],
		['a\nb', 'The user name "a?b" holds invisible characters: type it again.'],
		['\ud800', 'The user name "?" holds invisible characters: type it again.'],
		[
			'x'.repeat(10_000_000),
			`The user name "${'x'.repeat(40)}…" is too long: use at most 200 letters.`,
		],
	])('are not made with the name %.20j', async (username, text) => {
		expect(await users().create({ username })).toEqual(sentence(text));
	});

	test.each(['__proto__', "o'brien", '"; drop table realm_user; --', '日本', '🙂', 'a b'])(
		'may be called %s',
		async (username) => {
			expect(valueOf(await users().create({ username })).name).toBe(username);
			expect(valueOf(await users().get(username)).name).toBe(username);
		},
	);

	test('that do not exist are named in the sentence that says what to do', async () => {
		const text = 'There is no user "nobody": choose one from the list or create it first.';
		for (const outcome of [
			await users().get('nobody'),
			await users().setState('nobody', 'disabled'),
			await users().update('nobody', { displayName: 'x' }),
			await users().delete('nobody'),
		]) {
			expect(outcome).toEqual(sentence(text));
		}
	});

	test('with nothing to change are refused an update', async () => {
		valueOf(await users().create({ username: 'alice' }));
		expect(await users().update('alice', {})).toEqual(
			sentence('Nothing to change for user "alice": add a field to update.'),
		);
	});
});

describe.each(stores)('API keys in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
	});

	beforeEach(async () => {
		valueOf(await users().create({ username: 'alice' }));
	});

	test('PF-5: are shown when generated and by no other operation', async () => {
		const issued = valueOf(await apiKeys().generate({ username: 'Alice', name: 'first' }));
		const { key, ...described } = issued;
		expect(described).toEqual({
			credentialId: issued.credentialId,
			name: 'first',
			userId: expect.any(String) as unknown,
			username: 'alice',
			enabled: true,
			state: 'active',
			version: 1,
			publicIds: [key.slice(0, key.lastIndexOf('_'))],
			addresses: undefined,
			applications: undefined,
			expiresAt: undefined,
			revokedAt: undefined,
			createdAt: NOON,
			lastUse: undefined,
		});
		expect(await apiKeys().getAll({})).toEqual([described]);

		const { credentialId } = issued;
		const all = JSON.stringify([
			await apiKeys().getAll({}),
			await apiKeys().setState(credentialId, 'disabled'),
			await apiKeys().setState(credentialId, 'enabled'),
			await apiKeys().revoke(credentialId),
		]);
		expect(all).not.toContain(key.slice(key.lastIndexOf('_') + 1));
	});

	test('PF-6: of one user are several, each with its own life', async () => {
		const first = valueOf(await apiKeys().generate({ username: 'alice', name: 'first' }));
		opened.clock.time += 1;
		valueOf(await apiKeys().generate({ username: 'alice', name: 'second' }));
		valueOf(await apiKeys().revoke(first.credentialId));
		const listed = await apiKeys().getAll({ username: 'ALICE' });
		expect(listed.map(({ name, state }) => [name, state])).toEqual([
			['second', 'active'],
			['first', 'revoked'],
		]);
		expect(await apiKeys().getAll({ username: 'bob' })).toEqual([]);
	});

	test('keep the time at which they were revoked first', async () => {
		const { credentialId } = valueOf(await apiKeys().generate({ username: 'alice', name: 'k' }));
		valueOf(await apiKeys().revoke(credentialId));
		opened.clock.time += 1000;
		expect(valueOf(await apiKeys().revoke(credentialId)).revokedAt).toBe(NOON);
	});

	test.each([
		['soon', 'The expiry "soon" is not a date: write it like 2030-12-31T00:00:00Z.'],
		['2020-01-01T00:00:00Z', 'The expiry "2020-01-01T00:00:00Z" has passed: choose a later time.'],
	])('do not expire at %s', async (expiresAt, text) => {
		const outcome = await apiKeys().generate({ username: 'alice', name: 'k', expiresAt });
		expect(outcome).toEqual(sentence(text));
		expect(await apiKeys().getAll({})).toEqual([]);
	});

	test('are not generated for a user that does not exist', async () => {
		expect(await apiKeys().generate({ username: 'bob', name: 'k' })).toEqual(
			sentence('There is no user "bob": create the user first.'),
		);
		expect(await opened.realm.count()).toEqual({ users: 1, apiKeys: 0 });
	});

	test('that do not exist are named in the sentence that says what to do', async () => {
		const text = 'There is no API key with the id "nothing": choose one from the list.';
		expect(await apiKeys().revoke('nothing')).toEqual(sentence(text));
		expect(await apiKeys().setState('nothing', 'enabled')).toEqual(sentence(text));
	});
});
