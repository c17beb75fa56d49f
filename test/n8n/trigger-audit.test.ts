import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { AccessRealmApi } from '../../credentials/AccessRealmApi.credentials';
import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import { valueOf } from '../a-realm';
import { aNode } from './harness';
import { ListeningTrigger } from './listening-trigger';

const TYPE = 'n8n-nodes-incoming-api.incomingApiTrigger';

let folder: string;
let fields: ICredentialDataDecryptedObject;
let key: string;
let credentialId: string;
let tenant: string;
const open: ListeningTrigger[] = [];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	const sqliteFile = join(folder, 'realm.sqlite');
	fields = { passphrase: Buffer.alloc(32, 3).toString('base64'), storage: 'sqlite', sqliteFile };
	const { realm } = await openRealmBy(fields);
	const { users, apiKeys } = realm.administer;
	valueOf(await users.create({ username: 'alice' }));
	const issued = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' }));
	({ key, credentialId } = issued);
	tenant = realm.id;
});
afterEach(async () => {
	for (const trigger of open.splice(0)) await trigger.close();
});
afterAll(async () => {
	await closeRealms();
	await rm(folder, { recursive: true });
});

async function aTrigger(parameters: INodeParameters = {}): Promise<ListeningTrigger> {
	const installed = {
		nodes: { [TYPE]: new IncomingApiTrigger() },
		credentialTypes: [new AccessRealmApi()],
		credentials: { realm: fields },
	};
	const node = aNode({
		name: 'Incoming API Trigger',
		type: TYPE,
		parameters: { path: 'orders', httpMethod: 'POST', ...parameters },
		credentials: { accessRealmApi: { id: 'realm', name: 'Realm' } },
	});
	const trigger = await new ListeningTrigger(installed, node).listen();
	open.push(trigger);
	return trigger;
}

describe('NT-85: a call whose decision the audit cannot keep', () => {
	const tamper = (sql: string): void => {
		const database = new DatabaseSync(join(folder, 'realm.sqlite'));
		database.exec(sql);
		database.close();
	};

	test('gets 503 and starts nothing, with the right key or without, and is served afterwards', async () => {
		const trigger = await aTrigger({ allowAnonymous: true });
		const send = (headers: Record<string, string>) =>
			fetch(trigger.url(), { method: 'POST', headers });
		tamper('alter table audit_entry rename to gone');
		expect((await send({ 'x-api-key': key })).status).toBe(503);
		expect((await send({ 'x-api-key': 'wrong' })).status).toBe(503);
		expect((await send({})).status).toBe(503);
		expect(trigger.runs).toEqual([]);
		tamper('alter table gone rename to audit_entry');
		await send({ 'x-api-key': key });
		expect(trigger.runs).toHaveLength(1);
	});

	test('while the database is locked for 6 s gets 503 and starts nothing', async () => {
		const trigger = await aTrigger();
		const other = new DatabaseSync(join(folder, 'realm.sqlite'));
		other.exec('begin immediate');
		const headers = { 'x-api-key': key };
		const locked = fetch(trigger.url(), { method: 'POST', headers });
		const unlocked = new Promise((resolve) => setTimeout(resolve, 6000));
		expect((await locked).status).toBe(503);
		await unlocked;
		other.exec('rollback');
		other.close();
		expect(trigger.runs).toEqual([]);
		await fetch(trigger.url(), { method: 'POST', headers });
		expect(trigger.runs).toHaveLength(1);
	});
});

describe('a call in the audit', () => {
	test('PF-8: has its request id, trigger, address, user and key id', async () => {
		const trigger = await aTrigger();
		const answer = await fetch(trigger.url(), { method: 'POST', headers: { 'x-api-key': key } });
		const { realm } = await openRealmBy(fields);
		const [entry] = await realm.audit.query({}, 1);
		expect(entry?.content).toEqual({
			kind: 'decision',
			time: expect.any(Number) as unknown,
			tenant,
			requestId: answer.headers.get('x-request-id'),
			workflow: 'w',
			node: 'Incoming API Trigger',
			address: '127.0.0.1',
			scheme: 'apiKey',
			credentialId,
			version: 1,
			user: 'alice',
			decision: 'accepted',
		});
	});
});
