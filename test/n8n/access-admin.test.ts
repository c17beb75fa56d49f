import { CredentialTestContext, LoadOptionsContext } from 'n8n-core';
import {
	type ExecutionError,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type INodeParameters,
} from 'n8n-workflow';

import { AccessAdmin } from '../../nodes/AccessAdmin/AccessAdmin.node';
import { testRealmCredential } from '../../src/n8n/test-realm-credential';
import { type AdminNode, anAdminNode } from './admin-node';
import { additionalDataOf, aWorkflow } from './harness';

let admin: AdminNode;
beforeEach(async () => {
	admin = await anAdminNode();
});
afterEach(() => admin.close());

const run: AdminNode['run'] = (...call) => admin.run(...call);
const user: AdminNode['user'] = (...call) => admin.user(...call);
const apiKey: AdminNode['apiKey'] = (...call) => admin.apiKey(...call);

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;

describe('users in the node', () => {
	test('are created, read, changed, disabled, enabled, listed and deleted', async () => {
		const alice = {
			username: 'alice',
			displayName: 'Alice A.',
			personId: null,
			enabled: true,
			rateLimit: null,
			createdAt: TIME,
			updatedAt: TIME,
		};
		const named = { username: 'alice' };
		expect((await user('create', { ...named, displayName: 'Alice A.' })).json).toEqual([alice]);
		expect((await user('get', named)).json).toEqual([
			{
				...alice,
				groups: ['Default'],
				privileges: [{ application: 'Default', privileges: ['Run Actions', 'Use API Key'] }],
			},
		]);
		expect((await user('update', { ...named, displayName: 'A.' })).json).toEqual([
			{ ...alice, displayName: 'A.' },
		]);
		expect((await user('disable', named)).json).toMatchObject([{ enabled: false }]);
		expect((await user('enable', named)).json).toMatchObject([{ enabled: true }]);
		expect((await user('getAll', { returnAll: true })).json).toHaveLength(1);
		expect((await user('getAll', { limit: 5 })).json).toHaveLength(1);
		expect((await user('delete', named)).json).toMatchObject([
			{ username: 'alice', deleted: true },
		]);
		expect((await user('getAll')).json).toEqual([]);
	});

	test('are made for every item, each paired with its own', async () => {
		const made = await run(
			{ resource: 'user', operation: 'create', username: '={{ $json.name }}' },
			[{ json: { name: 'alice' } }, { json: { name: 'bob' } }],
		);
		expect(made.items.map(({ json, pairedItem }) => [json['username'], pairedItem])).toEqual([
			['alice', { item: 0 }],
			['bob', { item: 1 }],
		]);
	});

	test('that fail stay alone with their item when the node continues', async () => {
		const made = await run(
			{ resource: 'user', operation: 'create', username: '={{ $json.name }}' },
			[{ json: { name: 'alice' } }, { json: { name: 'ALICE' } }, { json: { name: 'bob' } }],
			'continueRegularOutput',
		);
		expect(made.json).toMatchObject([
			{ username: 'alice' },
			{ error: 'A user "ALICE" exists already (case does not matter): choose another name.' },
			{ username: 'bob' },
		]);
	});
});

describe('API keys in the node', () => {
	test('PF-5: are shown when generated, and nothing of them afterwards', async () => {
		await user('create', { username: 'alice' });
		const generated = await apiKey('generate', { username: 'alice', name: 'first' });
		const [issued] = generated.json;
		expect(issued).toEqual({
			key: expect.stringMatching(/^iapi_live_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/) as unknown,
			kind: 'direct',
			credentialId: expect.any(String) as unknown,
			username: 'alice',
			name: 'first',
			state: 'active',
			version: 1,
			publicIds: [expect.stringMatching(/^iapi_live_[0-9A-Za-z]{22}$/) as unknown],
			addresses: null,
			applications: null,
			rateLimit: null,
			createdAt: TIME,
			expiresAt: null,
			revokedAt: null,
			lastUsedAt: null,
			lastUsedAddress: null,
			actAs: null,
			actAsUsers: null,
			rotateBefore: null,
		});
		const credentialId = String(issued?.['credentialId']);
		const states: unknown[] = [];
		const later: unknown[] = [];
		for (const operation of ['disable', 'enable', 'revoke']) {
			const { json } = await apiKey(operation, { credentialId });
			states.push(json[0]?.['state']);
			later.push(json);
		}
		later.push((await apiKey('getAll', { returnAll: true })).json);
		later.push((await apiKey('getAll', { username: 'alice', limit: 1 })).json);
		expect(states).toEqual(['disabled', 'active', 'revoked']);
		expect(JSON.stringify(later)).not.toContain(String(issued?.['key']).split('_')[3]);
	});
});

describe('a mistake', () => {
	const sentenceOf = (error: ExecutionError | undefined): string => {
		expect(error?.name).toBe('NodeOperationError');
		return error?.message ?? '';
	};

	test.each<[INodeParameters, string]>([
		[
			{ resource: 'user', operation: 'create', username: ' ' },
			'The user name is empty: enter one.',
		],
		[
			{ resource: 'user', operation: 'get', username: 'bob' },
			'There is no user "bob": choose one from the list or create it first.',
		],
		[
			{ resource: 'user', operation: 'get', username: 'StorePERMIT' },
			'There is no user "StorePERMIT": choose one from the list or create it first.',
		],
		[
			{ resource: 'user', operation: 'explode' },
			'The operation "explode" of "user" does not exist: choose one from the list.',
		],
		[
			{ resource: 'constructor', operation: 'name' },
			'The operation "" of "constructor" does not exist: choose one from the list.',
		],
		[
			{ resource: 'user', operation: 'getAll', limit: -1 },
			'The field "limit" is not a whole number above 0: enter one.',
		],
		[
			{ resource: 'user', operation: 'get', username: '={{ [1] }}' },
			'The field "username" is a list: give it a text.',
		],
		[
			{ resource: 'apiKey', operation: 'generate', username: 'bob', name: 'k' },
			'There is no user "bob": create the user first.',
		],
	])('in %j is one sentence that says what to do', async (parameters, sentence) => {
		expect(sentenceOf((await run(parameters)).error)).toBe(sentence);
	});

	test.each<[ICredentialDataDecryptedObject, string]>([
		[{ passphrase: '' }, 'The passphrase of the realm is empty: enter one.'],
		[
			{ passphrase: 'hunter2' },
			'The passphrase of the realm is too short: use at least 8 characters, or 32 random bytes as base64.',
		],
		[
			{ storage: 'clouds' },
			'The storage of the realm is unknown: choose Automatic, SQLite or PostgreSQL.',
		],
	])('in the credential (%j) is one sentence that says what to do', async (wrong, sentence) => {
		admin.fields = { ...admin.fields, ...wrong };
		const { error } = await user('getAll');
		expect(sentenceOf(error)).toBe(sentence);
		expect(sentenceOf(error)).not.toContain(String(wrong['passphrase'] || 'nothing'));
	});
});

describe('in the editor', () => {
	test('the users and keys of the realm can be picked', async () => {
		await user('create', { username: 'alice', displayName: 'Alice A.' });
		await user('create', { username: 'bob' });
		await user('disable', { username: 'bob' });
		const [issued] = (await apiKey('generate', { username: 'alice', name: 'first' })).json;
		const node = admin.node({});
		const context: unknown = new LoadOptionsContext(
			aWorkflow(admin.installed(), [node]),
			node,
			additionalDataOf(admin.installed()),
			'',
		);
		const { listUsers, listApiKeys, listApplications, listGroups, listRoles } = new AccessAdmin()
			.methods.loadOptions;
		const pick = (list: typeof listUsers) => list.call(context as ILoadOptionsFunctions);
		expect(await pick(listApplications)).toEqual([
			{ name: 'Default', value: 'Default' },
			{ name: 'Realm', value: 'Realm' },
		]);
		expect(await pick(listGroups)).toEqual([
			{ name: 'Default', value: 'Default', description: 'Access to Default' },
		]);
		expect(await pick(listRoles)).toEqual([
			{ name: 'Caller', value: 'Caller', description: 'Run Actions, Use API Key' },
		]);
		expect(await listUsers.call(context as ILoadOptionsFunctions)).toEqual([
			{ name: 'alice', value: 'alice', description: 'Alice A.' },
			{ name: 'bob (disabled)', value: 'bob', description: 'bob' },
		]);
		const description = String(issued?.['key']).slice(0, 32);
		expect(await listApiKeys.call(context as ILoadOptionsFunctions)).toEqual([
			{ name: 'first of alice', value: issued?.['credentialId'], description },
		]);
	});

	test('the test button creates the realm, then says what it found, then what is wrong', async () => {
		const { testAccessRealm } = new AccessAdmin().methods.credentialTest;
		const press = (data: ICredentialDataDecryptedObject) =>
			testAccessRealm.call(new CredentialTestContext(), {
				id: 'realm',
				name: 'Realm',
				type: 'accessRealmApi',
				data,
			});
		expect(await press(admin.fields)).toEqual({
			status: 'OK',
			message: 'Realm "default" was created: keep its passphrase, it cannot be recovered.',
		});
		await user('create', { username: 'alice' });
		expect(await press(admin.fields)).toEqual({
			status: 'OK',
			message: 'Realm "default" is open and has 1 user and 0 API keys.',
		});
		const wrong = await press({ ...admin.fields, passphrase: 'a wrong passphrase' });
		expect(wrong.status).toBe('Error');
		expect(wrong.message).toMatch(
			/^The passphrase does not open realm "default" in sqlite:.+: enter its key\.$/,
		);
	});

	test('the test button warns of a SQLite with a known fault, where the realm is in one', async () => {
		const credential = { id: 'realm', name: 'Realm', type: 'accessRealmApi', data: admin.fields };
		const press = async (version: string) => await testRealmCredential(credential, version);
		await press('3.51.3');
		const open = 'Realm "default" is open and has 0 users and 0 API keys.';
		expect(await press('3.51.3')).toEqual({ status: 'OK', message: open });
		for (const version of ['3.51.2', '3.52.0']) {
			expect(await press(version)).toEqual({
				status: 'OK',
				message: `${open} SQLite ${version} has a known fault that can damage a file in WAL mode: update Node until it has SQLite 3.51.3 or newer, other than 3.52.0.`,
			});
		}
	});

	test('agents are not offered the node as a tool', () => {
		expect(new AccessAdmin().description.usableAsTool).toBeUndefined();
	});
});

test('a rate limit is given to a key and a user, changed and taken away', async () => {
	const limit = (calls: number) => ({ limit: { calls, period: 'hour', burst: 0 } });
	const shownLimit = (calls: number) => ({ calls, seconds: 3600, burst: calls });
	const created = await user('create', { username: 'alice', rateLimit: limit(7) });
	expect(created.json).toMatchObject([{ rateLimit: shownLimit(7) }]);
	const rateLimit = limit(3);
	const key = await apiKey('generate', { username: 'alice', name: 'first', rateLimit });
	expect(key.json).toMatchObject([{ rateLimit: shownLimit(3) }]);
	const credentialId = String(key.json[0]?.['credentialId']);
	const updated = await apiKey('update', { credentialId, newName: 'n', addresses: '192.0.2.7' });
	expect(updated.json).toMatchObject([
		{ name: 'n', addresses: ['192.0.2.7'], rateLimit: shownLimit(3) },
	]);
	const removeLimits = ['rateLimit', 'addresses'];
	expect((await apiKey('update', { credentialId, removeLimits })).json).toMatchObject([
		{ name: 'n', addresses: null, rateLimit: null },
	]);
	const broken = await apiKey('generate', {
		username: 'alice',
		name: 'b',
		rateLimit: { limit: { calls: '={{ null }}' } },
	});
	expect(broken.error?.message).toMatch(/^The rate limit allows no whole number of calls/);
	const named = { username: 'alice' };
	expect((await user('update', { ...named, displayName: 'A.' })).json).toMatchObject([
		{ rateLimit: shownLimit(7) },
	]);
	expect((await user('update', { ...named, rateLimit: limit(8) })).json).toMatchObject([
		{ rateLimit: shownLimit(8) },
	]);
	expect((await user('update', { ...named, removeRateLimit: true })).json).toMatchObject([
		{ rateLimit: null },
	]);
});
