import { randomUUID } from 'node:crypto';

import { aRealm, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

const ORIGIN = 'https://shop.example.com';
const NEW = {
	username: 'alice',
	name: 'shop',
	origins: [ORIGIN],
	privileges: ['Run Actions', 'Use API Key'],
};

let opened: TestRealm;
let id: string;

const domainKeys = () => opened.realm.administer.domainKeys;

describe.each(stores)('the administration of domain keys in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
		id = valueOf(await domainKeys().create(NEW)).credentialId;
	});
	afterEach(() => opened.close());

	test('writes every change into the audit', async () => {
		await domainKeys().update(id, { name: 'new' });
		await domainKeys().setState(id, 'disabled');
		await domainKeys().setState(id, 'enabled');
		await domainKeys().revoke(id);
		await domainKeys().delete(id);
		await domainKeys().create({ ...NEW, origins: [] });
		const entries = await opened.realm.audit.query({ kind: 'administration' }, 7);
		expect(
			entries.map(({ content: { operation, decision, credentialId } }) => [
				operation,
				decision,
				credentialId,
			]),
		).toEqual([
			['domainKey.create', 'refused', undefined],
			['domainKey.delete', 'done', id],
			['domainKey.revoke', 'done', id],
			['domainKey.enable', 'done', id],
			['domainKey.disable', 'done', id],
			['domainKey.update', 'done', id],
			['domainKey.create', 'done', id],
		]);
	});

	test.each<[Partial<typeof NEW> & { readonly expiresAt?: string }, string]>([
		[{ name: ' ' }, 'The name of the domain key is empty: enter one.'],
		[
			{ origins: [] },
			'The list of origins is empty, so that no page could use the key: name one, such as https://app.example.com.',
		],
		[
			{ origins: [ORIGIN, '*'] },
			'The origin "*" cannot be allowed: write it like https://app.example.com or https://*.example.com, without a path; http works for loopback and addresses alone.',
		],
		[
			{ privileges: ['Manage Access'] },
			'The privilege "Manage Access" is over the realm: a domain key, which anybody can read, never has it.',
		],
		[
			{ privileges: ['Search'] },
			'The user "alice" lacks the privilege "Search": give the user a role with it first, or leave it out.',
		],
		[{ username: 'bob' }, 'There is no user "bob": choose one from the list or create it first.'],
		[
			{ expiresAt: '2020-01-01T00:00:00Z' },
			'The expiry "2020-01-01T00:00:00Z" has passed: choose a later time.',
		],
	])('makes no key with %j', async (parts, sentence) => {
		expect(await domainKeys().create({ ...NEW, ...parts })).toEqual({ kind: 'refused', sentence });
	});

	test('changes no key of an unknown id', async () => {
		const sentence = 'There is no domain key with the id "x": choose one from the list.';
		const refused = { kind: 'refused', sentence };
		expect(await domainKeys().update('x', { name: 'y' })).toEqual(refused);
		expect(await domainKeys().setState('x', 'disabled')).toEqual(refused);
		expect(await domainKeys().revoke('x')).toEqual(refused);
		expect(await domainKeys().delete('x')).toEqual(refused);
	});

	test('NT-81: lets an acting user give no key of a user who has more', async () => {
		const { users, groups, roles, applications } = opened.realm.administer;
		valueOf(await applications.create('Orders'));
		valueOf(
			await roles.create({ application: 'Realm', name: 'Admin', privileges: ['Manage Access'] }),
		);
		valueOf(await roles.create({ application: 'Orders', name: 'R', privileges: ['Read'] }));
		valueOf(await groups.create('Admins'));
		valueOf(await groups.addRole('Admins', { application: 'Realm', role: 'Admin' }));
		valueOf(await groups.addRole('Orders', { application: 'Orders', role: 'R' }));
		valueOf(await users.create({ username: 'eve', groups: ['Default', 'Admins'] }));
		valueOf(await users.create({ username: 'carl', groups: ['Default', 'Orders'] }));
		const eve = valueOf(await opened.realm.administeredBy('eve')).administer.domainKeys;
		expect((await eve.create(NEW)).kind).toBe('done');
		expect((await eve.create({ ...NEW, username: 'carl' })).kind).toBe('refused');
	});
});
