import { setTimeout as sleep } from 'node:timers/promises';

import type { DescribedSigningKey, Realm } from '../../src/realm/realm';
import { aSigningKey, BODY, senderOf, signedMessage, signedPolicy } from '../a-signing-key';
import { A_CALL, aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { type Outage, outages } from '../an-outage';
import { startProxy } from '../loopback-proxy';
import { postgresStorage } from '../postgres-schemas';
import { describePostgres, type TestStorage } from '../stores';

const sender = senderOf('Standard Webhooks');
const unavailable = { code: 'store-unavailable' };

let opened: TestRealm;
let key: DescribedSigningKey;
const openIn = async (storage: TestStorage): Promise<void> => {
	opened = await aRealm(async () => storage);
	valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
	key = await aSigningKey(opened.realm, sender);
};
const call = async (id: string, realm: Realm = opened.realm): Promise<string> => {
	const message = signedMessage(await sender.sign(BODY, NOON, id));
	return (await realm.authenticate(message, signedPolicy(key.credentialId), A_CALL)).kind;
};
const claims = async () =>
	(await opened.store.db.selectFrom('received_message').selectAll().execute()).length;
const untilClaims = async (count: number): Promise<void> => {
	while ((await claims()) !== count) await sleep(20);
};
const decisions = async () =>
	(await opened.realm.audit.query({ kind: 'decision' }))
		.map(({ content }) => content['decision'])
		.sort();
const verified = async () => {
	const { findings, chains } = await opened.realm.audit.verify();
	return { findings, chains };
};

describe.each(outages)('NT-73: a signed message with a realm in $engine', ({ start }) => {
	let outage: Outage;
	beforeEach(async () => {
		outage = await start();
		await openIn(outage.storage);
	});
	afterEach(async () => {
		await opened.close();
		await outage.close();
	});

	test('runs where it is kept and nobody says so, and is then known', async () => {
		outage.atNextCommit('lost', 'stays');
		expect(await call('m1')).toBe('accepted');
		expect(await call('m1')).toBe('repeated');
		expect(await decisions()).toEqual(['accepted', 'repeated']);
		expect(await verified()).toEqual({ findings: [], chains: 1 });
	});

	test('runs beside others that came with it, each of which is in the audit once', async () => {
		outage.atNextCommit('lost', 'stays');
		const ids = ['m1', 'm2', 'm3'];
		expect(await Promise.all(ids.map((id) => call(id)))).toEqual(ids.map(() => 'accepted'));
		expect(await decisions()).toEqual(ids.map(() => 'accepted'));
		expect(await Promise.all(ids.map((id) => call(id)))).toEqual(ids.map(() => 'repeated'));
		expect(await verified()).toEqual({ findings: [], chains: 1 });
	});

	test('that was refused as the database went away runs when it comes again, once', async () => {
		outage.atNextCommit('lost', 'goes');
		await expect(call('m1')).rejects.toMatchObject(unavailable);
		await expect(call('m1')).rejects.toMatchObject(unavailable);
		await outage.end();
		const again = await Promise.all(['m1', 'm1', 'm1'].map((id) => call(id)));
		expect(again.sort()).toEqual(['accepted', 'repeated', 'repeated']);
		expect(await call('m1')).toBe('repeated');
		expect(await verified()).toEqual({ findings: [], chains: 1 });
	});

	test('that was refused so runs where another process gets it', async () => {
		const other = await opened.again();
		outage.atNextCommit('lost', 'goes');
		await expect(call('m1')).rejects.toMatchObject(unavailable);
		await outage.end();
		await untilClaims(0);
		expect(await call('m1', other)).toBe('accepted');
		expect(await call('m1')).toBe('repeated');
	});

	test('that was refused so runs after the realm was closed and opened anew', async () => {
		outage.atNextCommit('lost', 'goes');
		await expect(call('m1')).rejects.toMatchObject(unavailable);
		await outage.end();
		await opened.realm.close();
		expect(await call('m1', await opened.again())).toBe('accepted');
	});
});

describePostgres('NT-73: a signed message whose commit arrives late', () => {
	test('runs when it comes again, once', async () => {
		const direct = await postgresStorage();
		const proxy = await startProxy(direct.storage.connection);
		const connection = { ...direct.storage.connection, host: '127.0.0.1', port: proxy.port };
		await openIn({ ...direct, storage: { kind: 'postgres', connection } });
		const arrive = proxy.delay('commit\0');
		await expect(call('m1')).rejects.toMatchObject(unavailable);
		// Its place in the chain is taken until it is known whether its commit arrives.
		await expect(call('m2')).rejects.toMatchObject(unavailable);
		expect(await claims()).toBe(0);
		arrive();
		await untilClaims(1);
		expect(await call('m1')).toBe('accepted');
		expect(await call('m1')).toBe('repeated');
		expect(await call('m2')).toBe('accepted');
		expect(await verified()).toEqual({ findings: [], chains: 1 });
		await opened.close();
		await proxy.close();
	});
});
