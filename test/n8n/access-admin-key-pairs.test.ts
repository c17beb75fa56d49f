import { DatabaseSync } from 'node:sqlite';

import type { INodeParameters } from 'n8n-workflow';

import { type AdminNode, anAdminNode } from './admin-node';

let admin: AdminNode;
beforeEach(async () => {
	admin = await anAdminNode();
	for (const username of ['alice', 'bob']) await admin.user('create', { username });
});
afterEach(() => admin.close());

const PAIR = {
	kind: 'pair',
	username: 'alice',
	name: 'intranet',
	actAs: 'listed',
	actAsUsers: ['bob'],
	rotateBefore: '2099-01-01T00:00:00Z',
};
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
const one = async (operation: string, parameters: INodeParameters) =>
	(await admin.apiKey(operation, parameters)).json[0];

describe('Access Admin', () => {
	test('IN-1, IN-2: generates a key pair, whose secret is in that output alone', async () => {
		const generated = await one('generate', PAIR);
		expect(generated).toEqual({
			key: expect.stringMatching(/^ikey_live_[0-9A-Za-z]{22}$/) as string,
			secret: expect.stringMatching(/^isec_live_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/) as string,
			kind: 'pair',
			credentialId: expect.any(String) as string,
			username: 'alice',
			name: 'intranet',
			state: 'active',
			version: 1,
			publicIds: [expect.stringMatching(/^isec_live_[0-9A-Za-z]{22}$/) as string],
			addresses: null,
			applications: null,
			rateLimit: null,
			createdAt: TIME,
			expiresAt: null,
			revokedAt: null,
			lastUsedAt: null,
			lastUsedAddress: null,
			actAs: 'listed',
			actAsUsers: ['bob'],
			rotateBefore: '2099-01-01T00:00:00.000Z',
		});
		const { secret, ...rest } = generated ?? {};
		expect((await admin.apiKey('getAll', { returnAll: true })).json).toEqual([rest]);
		const credentialId = String(rest['credentialId']);
		for (const operation of ['disable', 'enable', 'revoke']) {
			const item = await one(operation, { credentialId });
			expect(item).not.toHaveProperty('secret');
			expect(JSON.stringify(item)).not.toContain(String(secret));
		}
	});

	test('IN-5: generates pairs that act as nobody and have no date, and direct keys, where nothing is said', async () => {
		const pair = await one('generate', { kind: 'pair', username: 'alice', name: 'p' });
		expect(pair).toMatchObject({ actAs: 'none', actAsUsers: [], rotateBefore: null });
		const direct = await one('generate', { username: 'alice', name: 'k' });
		expect(direct).toMatchObject({
			key: expect.stringMatching(/^iapi_/) as string,
			kind: 'direct',
			actAs: null,
		});
		expect(direct).not.toHaveProperty('secret');
	});

	test('IN-13: rotates a pair to a new secret, updates it, and lists those past their date', async () => {
		const generated = await one('generate', PAIR);
		const credentialId = String(generated?.['credentialId']);
		const rotateBefore = '2098-01-01T00:00:00Z';
		const rotated = await one('rotate', { credentialId, graceSeconds: 60, rotateBefore });
		expect(rotated).toEqual({
			...generated,
			secret: expect.stringMatching(/^isec_live_/) as string,
			version: 2,
			publicIds: [rotated, generated].map((each) => String(each?.['secret']).slice(0, 32)),
			rotateBefore: '2098-01-01T00:00:00.000Z',
		});
		expect(rotated?.['secret']).not.toBe(generated?.['secret']);
		expect(await one('update', { credentialId, newName: 'n' })).toMatchObject({
			name: 'n',
			actAsUsers: ['bob'],
			rotateBefore: '2098-01-01T00:00:00.000Z',
		});
		const acting = { newActAs: 'listed', actAsUsers: ['alice', 'bob'] };
		expect(await one('update', { credentialId, ...acting })).toMatchObject({
			actAsUsers: ['alice', 'bob'],
		});
		const less = { newActAs: 'none', removeLimits: ['rotateBefore'] };
		expect(await one('update', { credentialId, ...less })).toMatchObject({
			actAs: 'none',
			rotateBefore: null,
		});
		await one('update', { credentialId, rotateBefore });
		const overdue = async () =>
			(await admin.apiKey('getAll', { returnAll: true, onlyOverdue: true })).json;
		expect(await overdue()).toEqual([]);
		const database = new DatabaseSync(String(admin.fields['sqliteFile']));
		database.exec('update key_pair set rotate_before = 1');
		database.close();
		expect(await overdue()).toMatchObject([{ credentialId, state: 'active' }]);
	});

	test('takes no expression that came out empty for a pair without a date, and no other kind', async () => {
		for (const parts of [
			{ rotateBefore: '={{ $json.nothing }}' },
			{ kind: '={{ "both" }}' },
			{ actAs: '={{ "everybody" }}' },
			{ actAsUsers: ['carol'] },
		]) {
			expect((await admin.apiKey('generate', { ...PAIR, ...parts })).error).toBeDefined();
		}
		expect((await admin.apiKey('getAll', { returnAll: true })).json).toEqual([]);
	});
});
