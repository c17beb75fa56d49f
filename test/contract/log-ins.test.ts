import { randomUUID } from 'node:crypto';

import type { LogIn } from '../../src/oauth/ports';
import { aRealm, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';
import { PLACES, takePlaces } from './taken-places';

const PASSWORD = 'correct horse battery';

let opened: TestRealm;
afterEach(() => opened.close());

const users = () => opened.realm.administer.users;
const passwords = () => opened.realm.administer.passwords;
const refusal = (text: string) => ({ kind: 'refused', sentence: text });
const refused = (reason: string, username?: string) => ({ kind: 'refused', reason, username });

const logIn = (username: string, password: string, address = '192.0.2.7'): Promise<LogIn> =>
	opened.realm.logIn({ username, password, address });

describe.each(stores)('logging in, in $engine,', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		valueOf(await users().create({ username: 'Alice' }));
	});

	test('takes the password of an enabled user, whatever the case of the name, and no other', async () => {
		const user = valueOf(await passwords().set('alice', PASSWORD));
		const known = { id: user.id, name: 'Alice' };
		expect(await logIn('ALICE', PASSWORD)).toEqual({
			kind: 'logged-in',
			user: known,
			passwordId: expect.any(String) as string,
		});
		expect(await logIn('alice', `${PASSWORD} `)).toEqual(refused('wrong-password', 'Alice'));
		expect(await logIn('alice', '')).toEqual(refused('wrong-password', 'Alice'));
		valueOf(await users().setState('alice', 'disabled'));
		expect(await logIn('alice', PASSWORD)).toEqual(refused('user-disabled', 'Alice'));
	});

	test('refuses whoever is unknown or has no password', async () => {
		valueOf(await users().create({ username: 'bob' }));
		expect(await logIn('bob', PASSWORD)).toEqual(refused('no-password', 'bob'));
		expect(await logIn('nobody', PASSWORD)).toEqual(refused('unknown-user'));
		valueOf(await passwords().set('bob', PASSWORD));
		valueOf(await passwords().remove('bob'));
		expect(await logIn('bob', PASSWORD)).toEqual(refused('no-password', 'bob'));
	});

	test('takes the composed form of a password, and none that is too long', async () => {
		valueOf(await passwords().set('alice', 'p\u00e4ssword'));
		expect(await logIn('alice', 'pa\u0308ssword')).toMatchObject({ kind: 'logged-in' });
		const long = await logIn('alice', 'x'.repeat(10_000_000));
		expect(long).toEqual(refused('wrong-password', 'Alice'));
	});

	test('is throttled for a user and address after five attempts, and nobody else is', async () => {
		valueOf(await passwords().set('alice', PASSWORD));
		valueOf(await users().create({ username: 'bob' }));
		const attempts = Array.from({ length: 5 }, () => logIn('alice', 'wrong password'));
		for (const attempt of await Promise.all(attempts)) {
			expect(attempt).toEqual(refused('wrong-password', 'Alice'));
		}
		const seconds = expect.any(Number) as number;
		const throttled = { kind: 'throttled', retryAfterSeconds: seconds, username: 'Alice' };
		expect(await logIn('alice', PASSWORD)).toEqual(throttled);
		expect(await logIn('ALICE', PASSWORD)).toEqual(throttled);
		expect(await logIn('bob', PASSWORD)).toEqual(refused('no-password', 'bob'));
		expect(await logIn('alice', PASSWORD, '198.51.100.1')).toMatchObject({ kind: 'logged-in' });
	});

	test('of thirty at once from one address and as one user looks at five', async () => {
		const outcomes = await Promise.all(
			Array.from({ length: 30 }, () => logIn('alice', 'wrong password')),
		);
		const looked = outcomes.filter(({ kind }) => kind !== 'throttled');
		expect(looked).toEqual(Array.from({ length: 5 }, () => refused('no-password', 'Alice')));
	});

	test('is busy beyond those that are looked at and those that wait', async () => {
		const giveBack = takePlaces(PLACES - 1);
		const two = ['user 1', 'user 2'].map((name) => logIn(name, PASSWORD));
		// The other one has the last place, and waits.
		expect(await Promise.race(two)).toEqual({ kind: 'busy', username: undefined });
		await giveBack();
		const kinds = (await Promise.all(two)).map(({ kind }) => kind);
		expect(kinds.toSorted()).toEqual(['busy', 'refused']);
	});

	test('keeps no password, and no name that was typed, in clear', async () => {
		valueOf(await passwords().set('alice', PASSWORD));
		await logIn('typed into the wrong field', PASSWORD);
		const { db } = opened.store;
		const rows = await Promise.all([
			db.selectFrom('user_password').selectAll().execute(),
			db.selectFrom('rate_bucket').selectAll().execute(),
		]);
		expect(JSON.stringify(rows)).not.toContain(PASSWORD);
		expect(JSON.stringify(rows)).not.toContain('typed into');
	});

	test('takes no password whose row was given to another user', async () => {
		const alice = valueOf(await passwords().set('alice', PASSWORD));
		const bob = valueOf(await users().create({ username: 'bob' }));
		const move = opened.store.db.updateTable('user_password').set({ user_id: bob.id });
		await move.where('user_id', '=', alice.id).execute();
		expect(await logIn('bob', PASSWORD)).toEqual(refused('wrong-password', 'bob'));
	});

	test('needs a password of 8 to 1000 letters, and its setting is in the audit', async () => {
		expect(await passwords().set('alice', '1234567')).toEqual(
			refusal('The password is too short: use at least 8 letters.'),
		);
		expect(await passwords().set('alice', 'x'.repeat(1001))).toEqual(
			refusal('The password is too long: use at most 1000 letters.'),
		);
		expect(await passwords().set('nobody', PASSWORD)).toEqual(
			refusal('There is no user "nobody": choose one from the list or create it first.'),
		);
		valueOf(await passwords().set('alice', PASSWORD));
		const entries = await opened.realm.audit.query({ kind: 'administration' });
		const said = entries.map(({ content }) => [
			content['operation'],
			content['target'],
			content['decision'],
		]);
		expect(said.slice(0, 2)).toEqual([
			['user.setPassword', 'alice', 'done'],
			['user.setPassword', 'nobody', 'refused'],
		]);
	});

	test('NT-81: no admin sets the password of a user who has more', async () => {
		const { groups, roles, applications } = opened.realm.administer;
		const privileges = ['Manage Access'];
		valueOf(await roles.create({ application: 'Realm', name: 'Admin', privileges }));
		valueOf(await groups.create('Admins'));
		valueOf(await groups.addRole('Admins', { application: 'Realm', role: 'Admin' }));
		valueOf(await users().create({ username: 'admin', groups: ['Admins'] }));
		valueOf(await applications.create('Orders'));
		const admin = valueOf(await opened.realm.administeredBy('admin')).administer.passwords;
		expect(await admin.set('alice', PASSWORD)).toMatchObject({ kind: 'refused' });
		expect(valueOf(await admin.set('admin', PASSWORD)).name).toBe('admin');
	});
});

describe.each(stores)('a person id in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
	});

	test('is of one user, who is found by it, until it is taken away', async () => {
		const alice = valueOf(await users().create({ username: 'alice', personId: '4711' }));
		expect(alice.personId).toBe('4711');
		const taken = refusal('Another user has the person ID "4711": choose another one.');
		expect(await users().create({ username: 'bob', personId: '4711' })).toEqual(taken);
		valueOf(await users().create({ username: 'bob', personId: '4712' }));
		valueOf(await users().create({ username: 'carol' }));
		valueOf(await users().create({ username: 'dave' }));
		expect(await users().update('bob', { personId: '4711' })).toEqual(taken);
		expect(valueOf(await users().update('alice', { personId: '4711' })).personId).toBe('4711');
		expect(await users().update('bob', { username: 'ALICE' })).toEqual(
			refusal('A user "ALICE" exists already (case does not matter): choose another name.'),
		);
		expect((await opened.realm.findPerson('4711'))?.id).toBe(alice.id);
		expect(valueOf(await users().update('alice', { personId: '' })).personId).toBeUndefined();
		expect(await opened.realm.findPerson('4711')).toBeUndefined();
		expect(valueOf(await users().update('bob', { personId: '4711' })).personId).toBe('4711');
	});

	test('of fifty users created at once with the same one is of one', async () => {
		const outcomes = await Promise.all(
			Array.from({ length: 50 }, (_, number) =>
				users().create({ username: `user ${String(number)}`, personId: '4711' }),
			),
		);
		expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
	});
});
