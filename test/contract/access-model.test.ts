import { randomUUID } from 'node:crypto';

import type { IssuedApiKey, Policy } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

let opened: TestRealm;
afterEach(() => opened.close());

const admin = () => opened.realm.administer;
const sentence = (text: string) => ({ kind: 'refused', sentence: text });

/** A user of these groups with a key. */
async function aCaller(username: string, groups?: readonly string[]): Promise<IssuedApiKey> {
	valueOf(await admin().users.create({ username, ...(groups ? { groups } : {}) }));
	return valueOf(await admin().apiKeys.generate({ username, name: 'key' }));
}
async function call({ key }: IssuedApiKey, policy: Partial<Policy> = {}): Promise<unknown> {
	const message = aMessage({ headerFields: [['X-API-Key', key]] });
	const verdict = await opened.realm.authenticate(message, { ...A_POLICY, ...policy }, A_CALL);
	return verdict.kind === 'refused' ? [verdict.problem, verdict.reason] : verdict.caller.privileges;
}
const ALL = ['Run Actions', 'Use API Key'];
const MISSING = ['forbidden', 'privilege-missing'];
const OUTSIDE = ['forbidden', 'not-in-application'];
const orders = { application: 'Orders' };

describe.each(stores)('in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
	});

	describe('a new realm', () => {
		test('has the applications Default and Realm, and in Default a group with a role', async () => {
			const named = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
			expect(named(await admin().applications.getAll())).toEqual(['Default', 'Realm']);
			expect(await admin().groups.getAll()).toMatchObject([
				{ name: 'Default', application: 'Default' },
			]);
			expect(valueOf(await admin().roles.getAll({}))).toMatchObject([
				{ application: 'Default', name: 'Caller', privileges: ALL },
			]);
		});

		test('lets a new user call at once', async () => {
			expect(await call(await aCaller('alice'))).toEqual(ALL);
		});

		test.each([['Default'], ['realm']])('keeps its application %s', async (name) => {
			expect(await admin().applications.delete(name)).toMatchObject({ kind: 'refused' });
		});
	});

	describe('an application', () => {
		test('PF-15: brings two groups, refuses callers in neither, and <App> is enough', async () => {
			const made = valueOf(await admin().applications.create('Orders'));
			expect(made.groups).toEqual(['Orders', 'Orders_Admin']);
			const privileges = ALL;
			valueOf(await admin().roles.create({ application: 'Orders', name: 'Caller', privileges }));
			for (const group of ['Orders', 'Orders_Admin', 'Default']) {
				const role = { application: 'Orders', role: 'Caller' };
				valueOf(await admin().groups.addRole(group, role));
			}
			expect(await call(await aCaller('outside'), orders)).toEqual(OUTSIDE);
			expect(await call(await aCaller('user', ['Orders']), orders)).toEqual(ALL);
			expect(await call(await aCaller('admin', ['orders_admin']), orders)).toEqual(ALL);
		});

		test('that is deleted takes its groups and roles with it', async () => {
			valueOf(await admin().applications.create('Orders'));
			const key = await aCaller('alice', ['Orders']);
			valueOf(await admin().applications.delete('orders'));
			expect(await admin().groups.getAll()).toHaveLength(1);
			expect(await call(key, orders)).toEqual(OUTSIDE);
			expect(await admin().applications.delete('orders')).toEqual(
				sentence('There is no application "orders": choose one from the list or create it first.'),
			);
		});

		test.each(['ORDERS', 'Partners', 'Teams'])('is not made where %s is taken', async (name) => {
			valueOf(await admin().applications.create('Orders'));
			valueOf(await admin().groups.create('partners'));
			valueOf(await admin().groups.create('teams_admin'));
			expect((await admin().applications.create(name)).kind).toBe('refused');
			expect(await admin().applications.getAll()).toHaveLength(3);
			expect(await admin().groups.getAll()).toHaveLength(5);
		});

		test.each(["o'brien", '"; drop table role; --', '日本', '🙂', '__proto__', 'a%_b'])(
			'may be called %s, and so may group and role',
			async (name) => {
				valueOf(await admin().applications.create(name));
				valueOf(await admin().groups.create(`${name}!`));
				valueOf(await admin().roles.create({ application: name, name, privileges: [name] }));
				valueOf(await admin().groups.addRole(`${name}!`, { application: name, role: name }));
				const key = await aCaller(name, [name, `${name}!`]);
				const policy = { application: name, requiredPrivileges: [name] };
				expect(await call(key, policy)).toEqual([name]);
			},
		);
	});

	describe('a role', () => {
		test('PF-11: gives nothing in another application', async () => {
			valueOf(await admin().applications.create('Orders'));
			const key = await aCaller('alice', ['Default', 'Orders']);
			expect(await call(key)).toEqual(ALL);
			expect(await call(key, orders)).toEqual(MISSING);
		});

		test('PF-13: may give a privilege of any name, which a trigger may require', async () => {
			const key = await aCaller('alice');
			const requiredPrivileges = ['View Table Actions'];
			expect(await call(key, { requiredPrivileges })).toEqual(MISSING);
			const privileges = [...ALL, 'View Table Actions'];
			const caller = { application: 'Default', role: 'Caller' };
			valueOf(await admin().roles.update(caller, { privileges }));
			expect(await call(key, { requiredPrivileges })).toEqual([
				'Run Actions',
				'Use API Key',
				'View Table Actions',
			]);
		});

		test('cannot give power over the realm unless it belongs to Realm', async () => {
			const input = { application: 'Default', name: 'x', privileges: ['manage access'] };
			expect(await admin().roles.create(input)).toEqual(
				sentence(
					'The privilege "Manage Access" counts only from roles of the application "Realm": put it into one of those.',
				),
			);
			expect(
				valueOf(await admin().roles.create({ ...input, application: 'Realm' })).privileges,
			).toEqual(['Manage Access']);
		});

		test('is renamed and changed, but not to the name of another, and then not at all', async () => {
			const role = { application: 'Default', role: 'caller' };
			valueOf(
				await admin().roles.create({ application: 'Default', name: 'Other', privileges: [] }),
			);
			expect(await admin().roles.update(role, { name: 'OTHER', privileges: ['x'] })).toEqual(
				sentence(
					'A role "OTHER" exists already in the application "Default" (case does not matter): choose another name.',
				),
			);
			expect(valueOf(await admin().roles.getAll({})).map(({ privileges }) => privileges)).toEqual([
				ALL,
				[],
			]);
			valueOf(await admin().roles.update(role, { name: 'CALLER', privileges: ['x'] }));
			expect(valueOf(await admin().roles.getAll({ application: 'Default' }))).toMatchObject([
				{ name: 'CALLER', privileges: ['x'] },
				{ name: 'Other' },
			]);
		});
	});

	describe('a membership', () => {
		const caller = { application: 'Default', role: 'Caller' };

		test.each<[string, () => Promise<unknown>]>([
			['the user leaves the group', () => admin().groups.removeUser('Team', 'alice')],
			['the group loses the role', () => admin().groups.removeRole('Team', caller)],
			['the group is deleted', () => admin().groups.delete('Team')],
			['the role is deleted', () => admin().roles.delete(caller)],
			[
				'the role loses the privilege',
				() => admin().roles.update(caller, { privileges: ['Use API Key'] }),
			],
		])('PF-14, PF-16: counts for the same key until %s', async (_what, end) => {
			valueOf(await admin().groups.removeRole('Default', caller));
			valueOf(await admin().groups.create('Team'));
			const key = await aCaller('alice');
			expect(await call(key)).toEqual(MISSING);
			valueOf(await admin().groups.addRole('Team', caller));
			valueOf(await admin().groups.addUser('Team', 'alice'));
			expect(await call(key)).toEqual(ALL);
			await end();
			expect(await call(key)).toEqual(MISSING);
		});

		test('in 10,000 groups works', async () => {
			const names = Array.from({ length: 10_000 }, (_, index) => `Group ${String(index)}`);
			await opened.storage.execute(`
				with recursive number (n) as (select 0 union all select n + 1 from number where n < 9999)
				insert into realm_group
					select 'g' || n, id, null, 'Group ' || n, 'group ' || n, 0
				from realm, number where realm.id = '${opened.realm.id}'`);
			const key = await aCaller('alice', ['Default', ...names]);
			expect(await call(key)).toEqual(ALL);
			expect(valueOf(await admin().users.get('alice')).groups).toHaveLength(10_001);
		});

		test('in no group at all is possible', async () => {
			const key = await aCaller('alice', []);
			expect(await call(key)).toEqual(OUTSIDE);
			expect(valueOf(await admin().users.get('alice'))).toMatchObject({
				groups: [],
				privileges: [],
			});
		});

		test('in an unknown group is refused, and the user is not made', async () => {
			expect(await admin().users.create({ username: 'bob', groups: ['Default', 'Nope'] })).toEqual(
				sentence('There is no group "Nope": choose one from the list or create it first.'),
			);
			expect(await admin().users.getAll()).toEqual([]);
		});
	});

	describe('an explanation', () => {
		test('says what the caller is not told', async () => {
			await aCaller('alice');
			const policy = {
				application: 'default',
				requiredPrivileges: ['grant consent', 'Run Actions'],
			};
			expect(valueOf(await admin().users.explain('ALICE', policy))).toEqual({
				allowed: false,
				missingPrivileges: ['Grant Consent'],
				sentences: [
					'alice lacks Grant Consent: no role of the application Realm in their groups grants it.',
				],
			});
		});
	});

	describe('the policy of a trigger', () => {
		test.each<[Partial<Policy>, string]>([
			[
				{ application: 'Nope' },
				'There is no application "Nope": choose one from the list or create it first.',
			],
			[
				{ application: 'realm' },
				'The application "Realm" is for administration: choose another one.',
			],
			[
				{ requiredPrivileges: ['Run Action'] },
				'No role of the application "Default" gives the privilege "Run Action": correct its name or put it into a role first.',
			],
		])('%j cannot be met', async (parts, text) => {
			expect(await opened.realm.checkPolicy({ ...A_POLICY, ...parts })).toEqual(sentence(text));
		});

		test('comes in the spelling of the realm', async () => {
			const policy = { ...A_POLICY, application: 'DEFAULT', requiredPrivileges: ['run actions'] };
			expect(await opened.realm.checkPolicy(policy)).toEqual({
				kind: 'done',
				value: { ...A_POLICY, requiredPrivileges: ['Run Actions'] },
			});
		});
	});
});
