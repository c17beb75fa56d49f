import { randomUUID } from 'node:crypto';

import type { Outcome } from '../../src/realm/realm';
import { A_POLICY, aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores, type TestStorage } from '../stores';

let opened: TestRealm;

const admin = () => opened.realm.administer;
const HUGE = 'x'.repeat(10_000_000);
const LONGEST_SENTENCE = 400;

/** Everything that takes a name for something new. */
const makers: Readonly<Record<string, (name: string) => Promise<Outcome<unknown>>>> = {
	'a user': (username) => admin().users.create({ username }),
	'a display name': (displayName) => admin().users.create({ username: 'new', displayName }),
	'a new user name': (username) => admin().users.update('alice', { username }),
	'a group': (name) => admin().groups.create(name),
	'an application': (name) => admin().applications.create(name),
	'a role': (name) => admin().roles.create({ application: 'Default', name, privileges: [] }),
	'a new name of a role': (name) =>
		admin().roles.update({ application: 'Default', role: 'Caller' }, { name }),
	'a privilege': (name) =>
		admin().roles.create({ application: 'Default', name: 'new', privileges: ['a', name] }),
	'a key': (name) => admin().apiKeys.generate({ username: 'alice', name }),
};

/** Everything that takes the name or id of something that is there. */
const finders: Readonly<Record<string, (name: string) => Promise<Outcome<unknown>>>> = {
	'a user to get': (name) => admin().users.get(name),
	'a user to disable': (name) => admin().users.setState(name, 'disabled'),
	'a user to change': (name) => admin().users.update(name, { displayName: 'x' }),
	'a user to delete': (name) => admin().users.delete(name),
	'a user to explain': (name) => admin().users.explain(name, A_POLICY),
	'a user who acts': (name) => opened.realm.administeredBy(name),
	'a group of a new user': (name) =>
		admin().users.create({ username: 'new', groups: ['Default', name] }),
	'a group to delete': (name) => admin().groups.delete(name),
	'a group to join': (name) => admin().groups.addUser(name, 'alice'),
	'a user to join': (name) => admin().groups.addUser('Default', name),
	'a user to leave': (name) => admin().groups.removeUser('Default', name),
	'a role to give': (role) => admin().groups.addRole('Default', { application: 'Default', role }),
	'an application of a role': (application) =>
		admin().groups.removeRole('Default', { application, role: 'Caller' }),
	'an application to delete': (name) => admin().applications.delete(name),
	'an application to look into': (application) => admin().roles.getAll({ application }),
	'a role to delete': (role) => admin().roles.delete({ application: 'Default', role }),
	'a user to give a key': (username) => admin().apiKeys.generate({ username, name: 'k' }),
	'an application of a key': (name) =>
		admin().apiKeys.generate({ username: 'alice', name: 'k', applications: ['Default', name] }),
	'an address of a key': (address) =>
		admin().apiKeys.generate({ username: 'alice', name: 'k', addresses: [address] }),
	'an expiry': (expiresAt) => admin().apiKeys.generate({ username: 'alice', name: 'k', expiresAt }),
	'a key to update': (id) => admin().apiKeys.update(id, { name: 'k' }),
	'a key to rotate': (id) => admin().apiKeys.rotate(id, { graceSeconds: 0 }),
	'a key to disable': (id) => admin().apiKeys.setState(id, 'disabled'),
	'a key to revoke': (id) => admin().apiKeys.revoke(id),
	'an application of a trigger': (application) =>
		opened.realm.checkPolicy({ ...A_POLICY, application }),
	'a privilege of a trigger': (privilege) =>
		opened.realm.checkPolicy({ ...A_POLICY, requiredPrivileges: [privilege] }),
};

async function open(create: () => Promise<TestStorage>): Promise<void> {
	opened = await aRealm(create, randomUUID());
	valueOf(await admin().users.create({ username: 'alice' }));
}

const everything = () =>
	Promise.all([
		admin().users.getAll(),
		admin().groups.getAll(),
		admin().applications.getAll(),
		admin().roles.getAll({}),
		admin().apiKeys.getAll({}),
	]);

/** The sentence, short, of an operation that changes nothing. */
const refusalOf = async (attempt: Promise<Outcome<unknown>>): Promise<string> => {
	const before = await everything();
	const sentence = await attempt.then(
		(outcome) => (outcome.kind === 'refused' ? outcome.sentence : 'done'),
		(fault: unknown) => (fault as { code?: string }).code ?? String(fault),
	);
	expect(sentence.length).toBeLessThan(LONGEST_SENTENCE);
	expect(await everything()).toEqual(before);
	return sentence;
};

describe.each(stores)('what cannot be, with a realm in $engine:', ({ create }) => {
	beforeAll(() => open(create));
	afterAll(() => opened.close());

	test.each(Object.keys(makers))('%s is not made of what is no name', async (what) => {
		const make = makers[what] ?? admin().groups.create;
		for (const [name, sentence] of [
			['\t ', what === 'a display name' ? / is empty/ : / is empty: enter one\.$/],
			['a\0b', /"a\?b" holds invisible characters: type it again\.$/],
			['a\r\nb', /"a\?\?b" holds invisible characters: type it again\.$/],
			['a\u202eb', /"a\?b" holds invisible characters: type it again\.$/],
			['\udc00', /"\?" holds invisible characters: type it again\.$/],
			[HUGE, /"x{40}…" is too long: use at most 200 letters\.$/],
			['é'.repeat(201), /"é{40}…" is too long: use at most 200 letters\.$/],
		] as const) {
			expect(await refusalOf(make(name))).toMatch(sentence);
		}
	});

	test.each(Object.keys(finders))('%s that is not there is named, or cannot be', async (what) => {
		const find = finders[what] ?? admin().groups.delete;
		for (const name of ['nobody', "' or ''='", '%', '__proto__', '🙂', '-1', HUGE]) {
			expect(await refusalOf(find(name))).toMatch(/ "[^"]+…?"[^"]*("[^"]+"[^"]*)*\.$/);
		}
		for (const name of ['a\0b', '\ud800']) {
			expect(await refusalOf(find(name))).toMatch(/ "a?\?b?"|^unstorable-text$/);
		}
	});

	test.each([
		'1.2.3.4/33',
		'1.2.3.4/08',
		'1.2.3.4/8',
		'1.2.3.4/',
		'/8',
		'1.2.3',
		'01.2.3.4',
		'0x1.2.3.4',
		'1.2.3.4 ',
		'::1%eth0',
		'::/129',
		'2001:db8::1/32',
		'::ffff:1.2.3.4/8',
		'localhost',
		'*',
		'',
	])('the address %j is none', async (address) => {
		expect(
			await refusalOf(
				admin().apiKeys.generate({
					username: 'alice',
					name: 'k',
					addresses: ['192.0.2.1', address],
				}),
			),
		).toBe(
			`The address "${address}" is no address or range: write it like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.`,
		);
	});

	test.each([
		[new Date(NOON).toISOString(), 'has passed'],
		['2025-12-31', 'has passed'],
		['0', 'has passed'],
		['2026-13-01', 'is not a date'],
		['2030-02-30T25:00:00Z', 'is not a date'],
		['+999999-01-01T00:00:00Z', 'is not a date'],
		['tomorrow', 'is not a date'],
		['Infinity', 'is not a date'],
	])('the expiry %j %s', async (expiresAt, what) => {
		const { credentialId } = valueOf(
			await admin().apiKeys.generate({ username: 'alice', name: 'k' }),
		);
		const issued = admin().apiKeys.generate({ username: 'alice', name: 'k', expiresAt });
		expect(await refusalOf(issued)).toContain(what);
		const rotated = admin().apiKeys.rotate(credentialId, { graceSeconds: 0, expiresAt });
		expect(await refusalOf(rotated)).toContain(what);
	});
});

describe.each(stores)('what can be, with a realm in $engine:', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(() => open(shared));
	afterEach(() => opened.close());

	test.each([
		['Alice', 'ALICE'],
		['Jörg', 'JO\u0308RG'],
		['kelvin', '\u212aELVIN'],
		['ΑΓΑΠΗ', 'αγαπη'],
		['ДАША', 'даша'],
	])('%s and %s are one name, of whatever it is', async (one, other) => {
		for (const [what, make] of Object.entries(makers)) {
			if (['a display name', 'a privilege', 'a key'].includes(what) || what.includes('new'))
				continue;
			const known = what === 'a user' && one === 'Alice';
			if (!known) valueOf(await make(one));
			expect(await refusalOf(make(other))).toContain('case does not matter');
			// The groups that an application makes would be in the way of the group.
			if (what === 'a group') valueOf(await admin().groups.delete(other));
		}
	});

	test.each([
		'Straße',
		'ﬁne',
		'İstanbul',
		'a\'b"c\\d`e',
		'${x} {{x}} =x',
		'%_\\%',
		'-- ;',
		'👩‍🚀'.slice(0, 2),
	])('%s is a name like any other', async (name) => {
		for (const make of Object.values(makers)) {
			const outcome = await make(name);
			if (outcome.kind === 'refused') expect(outcome.sentence).toContain('exists already');
		}
		expect(valueOf(await admin().users.get(name)).name).toBe(name);
	});
});
