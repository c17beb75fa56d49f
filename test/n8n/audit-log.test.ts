import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import {
	type ICredentialDataDecryptedObject,
	type INodeParameters,
	LoggerProxy,
} from 'n8n-workflow';

import { AccessRealmApi } from '../../credentials/AccessRealmApi.credentials';
import { AccessAdmin } from '../../nodes/AccessAdmin/AccessAdmin.node';
import { closeRealms } from '../../src/n8n/open-realms';
import { aNode, aWorkflow, runWorkflow } from './harness';

const TYPE = 'n8n-nodes-incoming-api.accessAdmin';
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;

let folder: string;
let fields: ICredentialDataDecryptedObject;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	const sqliteFile = join(folder, 'realm.sqlite');
	fields = { passphrase: Buffer.alloc(32, 3).toString('base64'), storage: 'sqlite', sqliteFile };
});
afterEach(async () => {
	await closeRealms();
	await rm(folder, { recursive: true });
});

async function run(parameters: INodeParameters) {
	const installed = {
		nodes: { [TYPE]: new AccessAdmin() },
		credentialTypes: [new AccessRealmApi()],
		credentials: { realm: fields },
	};
	const node = aNode({
		name: 'Access Admin',
		type: TYPE,
		parameters,
		credentials: { accessRealmApi: { id: 'realm', name: 'Realm' } },
	});
	const ran = await runWorkflow(installed, aWorkflow(installed, [node]), node.name);
	const items = ran.items(node.name);
	return { items, json: items.map(({ json }) => json), error: ran.run.data.resultData.error };
}

const user = (operation: string, parameters: INodeParameters = {}) =>
	run({ resource: 'user', operation, ...parameters });

describe('the audit log in the node', () => {
	const auditLog = (operation: string, parameters: INodeParameters = {}) =>
		run({ resource: 'auditLog', operation, ...parameters });

	test('shows who changed what from where, newest first, with filters', async () => {
		await user('create', { username: 'alice' });
		await user('create', { username: 'ALICE' });
		const [refused, done] = (await auditLog('getAll', { returnAll: true })).json;
		expect([refused, done]).toMatchObject([
			{ operation: 'user.create', target: 'ALICE', decision: 'refused', seq: 2 },
			{ operation: 'user.create', target: 'alice', decision: 'done', seq: 1 },
		]);
		expect(done).toMatchObject({ time: TIME, workflow: 'w', node: 'Access Admin', execution: '1' });
		const filters = { decision: 'done', from: '2020-01-01T00:00:00Z' };
		expect((await auditLog('getAll', { limit: 9, filters })).json).toEqual([done]);
		const later = { filters: { from: '2100-01-01T00:00:00Z' } };
		expect((await auditLog('getAll', { returnAll: true, ...later })).json).toEqual([]);
	});

	test('verifies, and names what does not hold', async () => {
		await user('create', { username: 'alice' });
		const verified = { entries: 1, chains: 1, heads: 0 };
		expect((await auditLog('verify')).json).toEqual([{ ok: true, ...verified, findings: [] }]);
		const database = new DatabaseSync(String(fields['sqliteFile']));
		database.exec("update audit_entry set decision = 'refused'");
		database.close();
		expect((await auditLog('verify')).json).toMatchObject([
			{ ok: false, findings: [{ place: 'entry', seq: 1, wrong: 'changed' }] },
		]);
	});

	test('says that its anchor file cannot be written, and tells n8n once', async () => {
		const warned: string[] = [];
		const silent = () => {};
		const warn = (sentence: string) => void warned.push(sentence);
		LoggerProxy.init({ error: silent, info: silent, debug: silent, warn });
		process.env['INCOMING_API_AUDIT_ANCHOR'] = join(folder, 'nowhere', 'anchor.ndjson');
		try {
			for (const username of ['alice', 'bob']) {
				await user('create', { username });
				expect((await auditLog('verify')).json).toMatchObject([
					{
						ok: false,
						findings: [
							{
								place: 'anchor',
								wrong: 'unwritable',
								message: expect.stringContaining('cannot be written') as unknown,
							},
						],
					},
				]);
				await closeRealms();
			}
		} finally {
			delete process.env['INCOMING_API_AUDIT_ANCHOR'];
			LoggerProxy.init({ error: silent, info: silent, debug: silent, warn: silent });
		}
		expect(warned).toEqual([
			expect.stringMatching(/^incoming-api: The anchor file .+ cannot be written \(ENOENT\): /),
		]);
	});

	test('is exported as one file of a JSON text per line', async () => {
		await user('create', { username: 'alice' });
		await user('create', { username: 'bob' });
		const { items } = await auditLog('export');
		const file = items[0]?.binary?.['data'];
		expect([items.length, file?.fileName, file?.mimeType]).toEqual([
			1,
			'audit-default.ndjson',
			'application/x-ndjson',
		]);
		const lines = Buffer.from(file?.data ?? '', 'base64')
			.toString()
			.trimEnd()
			.split('\n');
		const targets = lines.map((line) => JSON.parse(line) as { entry: { target: string } });
		expect(targets.map(({ entry }) => entry.target)).toEqual(['alice', 'bob']);
	});

	test.each<[INodeParameters, string]>([
		[
			{ operation: 'prune', olderThanDays: 0 },
			'The field "olderThanDays" is not a whole number above 0: enter one.',
		],
		[
			{ operation: 'prune', olderThanDays: 1e9 },
			'There are at most 36500 days to go back: choose fewer.',
		],
		[
			{ operation: 'getAll', limit: 1, filters: { from: 'soon' } },
			'The filter "from" is not a date: write it like 2030-12-31T00:00:00Z.',
		],
	])('refuses %j with what to do', async ({ operation, ...parameters }, sentence) => {
		expect((await auditLog(String(operation), parameters)).error?.message).toBe(sentence);
	});

	test('is pruned of what is old, which is itself in the log', async () => {
		await user('create', { username: 'alice' });
		expect((await auditLog('prune', { olderThanDays: 30 })).json).toEqual([
			{ deleted: 0, stoppedBy: null },
		]);
		expect((await auditLog('getAll', { limit: 1 })).json).toMatchObject([
			{ operation: 'auditLog.prune', decision: 'done', node: 'Access Admin' },
		]);
	});
});
