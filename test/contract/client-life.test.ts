import { randomUUID } from 'node:crypto';

import type { ClientRegistration, RegisteredClient } from '../../src/administration/clients';
import { aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { allAnnounced } from '../all-announced';
import { sharedBy, stores } from '../stores';

let opened: TestRealm;
afterEach(() => opened.close());

const clients = () => opened.realm.administer.clients;
const refusal = (text: string) => ({ kind: 'refused', sentence: text });

const VERINT = {
	name: 'Portal',
	dialects: ['verint'],
	mainUrl: 'https://portal.example.com',
	callbackUrls: ['https://portal.example.com/callback'],
};
const MACHINE = { name: 'Machine', grants: ['client_credentials'] };

const register = async (input: ClientRegistration = MACHINE): Promise<RegisteredClient> =>
	valueOf(await clients().register(input));

const prove = async (clientId: string, secret: string | undefined) => {
	const known = await opened.realm.clients.findByClientId(clientId);
	return opened.realm.clients.prove(known, secret ?? '', '192.0.2.7');
};
const unproven = (reason: string) => ({ kind: 'unproven', reason });
const rowsOf = async (
	table: 'oauth_client' | 'credential' | 'credential_version' | 'audit_entry',
) => JSON.stringify(await opened.store.db.selectFrom(table).selectAll().execute());

describe.each(stores)('a client in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
	});

	test('are changed in what is said and stay in the rest', async () => {
		const { clientId } = await register(VERINT);
		const before = valueOf(await clients().get(clientId));
		opened.clock.time += 1000;
		const changed = valueOf(
			await clients().update(clientId, { scopes: ['read'], lifetimes: { accessSeconds: 60 } }),
		);
		expect(changed).toEqual({
			...before,
			scopes: ['read'],
			lifetimes: { ...before.lifetimes, accessSeconds: 60 },
			revision: 2,
			updatedAt: NOON + 1000,
		});
		expect(await clients().update(clientId, {})).toEqual(
			refusal(`Nothing to change for the client "${clientId}": add a field to update.`),
		);
		expect(await clients().update(clientId, { type: 'public', authentication: 'none' })).toEqual(
			refusal(
				'A client stays public or confidential, and stays with or without a secret: register another one.',
			),
		);
	});

	test('that are changed by twenty at once are changed by one after the other, or not', async () => {
		const { clientId } = await register();
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, (_, number) =>
				clients().update(clientId, { scopes: [`scope:${String(number)}`] }),
			),
		);
		const won = outcomes.filter(({ kind }) => kind === 'done').length;
		expect(won).toBeGreaterThan(0);
		expect(valueOf(await clients().get(clientId)).revision).toBe(1 + won);
		expect(outcomes.filter(({ kind }) => kind === 'refused')).toEqual(
			Array.from({ length: 20 - won }, () =>
				refusal(
					`The client "${clientId}" was changed by somebody else just now: look at it again.`,
				),
			),
		);
	});

	test('that lost a race keep the users and groups of the winner', async () => {
		const { users } = opened.realm.administer;
		for (const username of ['alice', 'bob']) valueOf(await users.create({ username }));
		const { clientId } = await register();
		const update = (username: string) =>
			clients().update(clientId, { name: username, actAs: { usernames: [username] } });
		await Promise.all([update('alice'), update('bob')]);
		const after = valueOf(await clients().get(clientId));
		expect(after.users.map(({ name }) => name)).toEqual([after.name]);
	});

	test('NT-83: are given a new secret, and the old one works until its grace ends', async () => {
		const { clientId, clientSecret: first } = await register();
		const rotated = valueOf(await clients().rotate(clientId, { graceSeconds: 60 }));
		expect(rotated.secret).toMatchObject({ version: 2 });
		expect(await prove(clientId, first)).toMatchObject({ kind: 'proven' });
		expect(await prove(clientId, rotated.clientSecret)).toMatchObject({ kind: 'proven' });
		opened.clock.time += 60_000;
		expect(await prove(clientId, first)).toEqual(unproven('client-secret-rotated'));
		expect(await prove(clientId, rotated.clientSecret)).toMatchObject({ kind: 'proven' });
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, () => clients().rotate(clientId, { graceSeconds: 0 })),
		);
		const won = outcomes.filter(({ kind }) => kind === 'done');
		expect(valueOf(await clients().get(clientId)).secret?.version).toBe(2 + won.length);
	});

	test('are proven by their own living secret and by nothing else', async () => {
		const secretExpiresAt = '2026-01-02T00:00:00Z';
		const { clientId, clientSecret = '' } = await register({ ...MACHINE, secretExpiresAt });
		const wrong = clientSecret.replace(/.$/, (letter) => (letter === 'a' ? 'b' : 'a'));
		expect(await prove(clientId, '')).toEqual(unproven('client-secret-malformed'));
		expect(await prove(clientId, wrong)).toEqual(unproven('client-secret-malformed'));
		expect(await prove(clientId, clientSecret.replace('icli', 'iapi'))).toEqual(
			unproven('client-secret-malformed'),
		);
		expect(await prove(randomUUID(), clientSecret)).toEqual(unproven('unknown-client'));
		valueOf(await clients().setState(clientId, 'disabled'));
		expect(await prove(clientId, clientSecret)).toEqual(unproven('client-disabled'));
		valueOf(await clients().setState(clientId, 'enabled'));
		expect(await prove(clientId, clientSecret)).toMatchObject({ kind: 'proven' });
		opened.clock.time = Date.parse(secretExpiresAt);
		expect(await prove(clientId, clientSecret)).toEqual(unproven('client-secret-expired'));
		expect(await clients().rotate(clientId, { graceSeconds: 0 })).toMatchObject({
			kind: 'refused',
		});
	});

	test('cannot be proven by a secret whose row was moved to another client', async () => {
		const [one, other] = [await register(), await register()];
		const move = opened.store.db
			.updateTable('credential')
			.set({ client_id: other.clientId })
			.where('client_id', '=', one.clientId);
		await move.execute();
		expect(await prove(other.clientId, one.clientSecret)).toEqual(
			unproven('client-secret-mismatch'),
		);
	});

	test('of another realm in the same database are unknown', async () => {
		const { clientId } = await register();
		const other = await aRealm(shared, randomUUID());
		const text = `There is no client with the id "${clientId}": choose one from the list.`;
		expect(await other.realm.clients.findByClientId(clientId)).toBeUndefined();
		expect(await other.realm.administer.clients.delete(clientId)).toEqual(refusal(text));
		expect(await other.realm.administer.clients.setState(clientId, 'disabled')).toEqual(
			refusal(text),
		);
		expect(await other.realm.administer.clients.getAll()).toEqual([]);
		await other.close();
	});

	test('show when their secret was last used', async () => {
		const { clientId, clientSecret } = await register();
		opened.clock.time += 5000;
		await prove(clientId, clientSecret);
		await opened.realm.save();
		expect(valueOf(await clients().get(clientId)).secret?.lastUse).toEqual({
			at: NOON + 5000,
			address: '192.0.2.7',
		});
	});

	test('are read from memory until one of them changes, here or in another process', async () => {
		const { clientId } = await register();
		const elsewhere = await opened.again();
		const find = () => elsewhere.clients.findByClientId(clientId);
		await allAnnounced(opened.store);
		expect(await find()).toMatchObject({ name: 'Machine' });
		const direct = opened.store.db.updateTable('oauth_client').set({ name: 'Behind its back' });
		await direct.where('id', '=', clientId).execute();
		expect(await find()).toMatchObject({ name: 'Machine' });
		valueOf(await clients().setState(clientId, 'disabled'));
		expect(await find()).toMatchObject({ name: 'Behind its back', enabled: false });
	});

	test('that are deleted are gone with their secret, and the audit keeps every change', async () => {
		const { clientId, secret } = await register();
		await clients().update(clientId, { name: '' });
		valueOf(await clients().rotate(clientId, { graceSeconds: 0 }));
		valueOf(await clients().setState(clientId, 'disabled'));
		valueOf(await clients().delete(clientId));
		const text = `There is no client with the id "${clientId}": choose one from the list.`;
		expect(await clients().get(clientId)).toEqual(refusal(text));
		expect(await clients().delete(clientId)).toEqual(refusal(text));
		expect(await opened.realm.clients.findByClientId(clientId)).toBeUndefined();
		expect(await rowsOf('credential_version')).not.toContain(secret?.credentialId);
		const entries = await opened.realm.audit.query({ kind: 'administration' });
		const said = entries.map(({ content }) => [
			content['operation'],
			content['target'],
			content['credentialId'],
			content['decision'],
		]);
		const credentialId = secret?.credentialId;
		expect(said.toReversed()).toEqual([
			['client.register', clientId, credentialId, 'done'],
			['client.update', clientId, undefined, 'refused'],
			['client.rotate', clientId, credentialId, 'done'],
			['client.disable', clientId, credentialId, 'done'],
			['client.delete', clientId, credentialId, 'done'],
			['client.delete', clientId, undefined, 'refused'],
		]);
	});

	test('NT-81: cannot do more than the admin has who makes, changes or rotates them', async () => {
		const { users, groups, roles, applications } = opened.realm.administer;
		valueOf(await applications.create('Orders'));
		const role = { application: 'Orders', name: 'Reader', privileges: ['View'] };
		valueOf(await roles.create(role));
		valueOf(await groups.addRole('Orders', { application: 'Orders', role: 'Reader' }));
		valueOf(await users.create({ username: 'reader', groups: ['Orders'] }));
		valueOf(await users.create({ username: 'admin', groups: ['Default'] }));
		valueOf(
			await roles.create({ application: 'Realm', name: 'Admin', privileges: ['Manage Access'] }),
		);
		valueOf(await groups.create('Admins'));
		valueOf(await groups.addRole('Admins', { application: 'Realm', role: 'Admin' }));
		valueOf(await groups.addUser('Admins', 'admin'));
		const beyond = refusal(
			'The user "admin" cannot give "View" in the application "orders" without having it.',
		);
		const admin = valueOf(await opened.realm.administeredBy('admin')).administer.clients;
		expect(await admin.register({ ...MACHINE, groups: ['Orders'] })).toEqual(beyond);
		expect(await admin.register({ ...MACHINE, actAs: { usernames: ['reader'] } })).toEqual(beyond);
		expect(await admin.register({ ...MACHINE, actAs: 'any' })).toEqual(
			refusal('The user "admin" cannot let anybody act as any user: only the operator can.'),
		);
		const strong = await register({ ...MACHINE, groups: ['Orders'] });
		expect(await admin.rotate(strong.clientId, { graceSeconds: 0 })).toEqual(beyond);
		expect(await admin.update(strong.clientId, { groups: [] })).toEqual(beyond);
		expect(valueOf(await admin.register({ ...MACHINE, groups: ['Default'] })).groups).toHaveLength(
			1,
		);
	});

	test('VE-16, IN-5: may act as nobody unless users are listed, or any user is allowed', async () => {
		const { users } = opened.realm.administer;
		for (const username of ['bob', 'alice']) valueOf(await users.create({ username }));
		expect(await register()).toMatchObject({ actAs: 'none', users: [] });
		expect(await register({ ...MACHINE, actAs: { usernames: [] } })).toMatchObject({
			actAs: 'none',
		});
		expect(await register({ ...MACHINE, actAs: 'any' })).toMatchObject({ actAs: 'any', users: [] });
		const listed = await register({ ...MACHINE, actAs: { usernames: ['BOB', 'alice', 'bob'] } });
		expect(listed.users.map(({ name }) => name)).toEqual(['alice', 'bob']);
		valueOf(await users.delete('bob'));
		const known = await opened.realm.clients.findByClientId(listed.clientId);
		expect(known?.users.map(({ name }) => name)).toEqual(['alice']);
		expect(known?.actAs).toBe('listed');
	});

	test('have what their groups give, and are in no group by themselves', async () => {
		const { clientId } = await register();
		const access = () => opened.realm.clients.accessOf(clientId);
		expect(await access()).toEqual({ applications: [], grants: [] });
		valueOf(await clients().update(clientId, { groups: ['Default'] }));
		expect(await access()).toEqual({
			applications: ['default'],
			grants: expect.arrayContaining([
				{ application: 'default', privilege: 'Use API Key' },
				{ application: 'default', privilege: 'Run Actions' },
			]) as unknown,
		});
		valueOf(await clients().update(clientId, { groups: [] }));
		expect(await access()).toEqual({ applications: [], grants: [] });
	});
});
