import type { INodeParameters } from 'n8n-workflow';

import { type AdminNode, anAdminNode } from './admin-node';

let admin: AdminNode;
beforeEach(async () => {
	admin = await anAdminNode();
	await admin.user('create', { username: 'alice' });
});
afterEach(() => admin.close());

const domainKey = (operation: string, parameters: INodeParameters = {}) =>
	admin.run({ resource: 'domainKey', operation, ...parameters });
const NEW = {
	username: 'alice',
	name: 'shop',
	origins: 'https://shop.example.com, https://*.example.org',
	privileges: 'Use API Key',
};

describe('Access Admin', () => {
	test('IB-18: creates a domain key and shows it at any time', async () => {
		const [created] = (await domainKey('create', NEW)).json;
		expect(created).toEqual({
			key: expect.stringMatching(/^idom_live_/) as string,
			credentialId: expect.any(String) as string,
			username: 'alice',
			name: 'shop',
			state: 'active',
			origins: ['https://shop.example.com', 'https://*.example.org'],
			privileges: ['Use API Key'],
			rateLimit: null,
			createdAt: expect.any(String) as string,
			expiresAt: null,
			revokedAt: null,
			lastUsedAt: null,
			lastUsedAddress: null,
		});
		expect((await domainKey('getAll', { returnAll: true })).json).toEqual([created]);
		expect((await domainKey('getAll', { username: 'alice', limit: 5 })).json).toEqual([created]);
	});

	test('IB-16: updates, disables, enables, revokes and deletes one', async () => {
		const [created] = (await domainKey('create', NEW)).json;
		const credentialId = String(created?.['credentialId']);
		const stateAfter = async (operation: string, parameters: INodeParameters = {}) =>
			(await domainKey(operation, { credentialId, ...parameters })).json[0];
		const limit = { calls: 5, period: 'minute' };
		expect(
			await stateAfter('update', {
				newName: 'new',
				newOrigins: 'https://new.example.com',
				newPrivileges: 'Run Actions',
				rateLimit: { limit },
			}),
		).toEqual({
			...created,
			name: 'new',
			origins: ['https://new.example.com'],
			privileges: ['Run Actions'],
			rateLimit: { calls: 5, seconds: 60, burst: 5 },
		});
		expect(await stateAfter('update', { removeRateLimit: true })).toMatchObject({
			rateLimit: null,
			name: 'new',
		});
		expect(await stateAfter('disable')).toMatchObject({ state: 'disabled' });
		expect(await stateAfter('enable')).toMatchObject({ state: 'active' });
		expect(await stateAfter('revoke')).toMatchObject({ state: 'revoked' });
		expect(await stateAfter('delete')).toMatchObject({ credentialId, deleted: true });
		expect((await domainKey('getAll', { returnAll: true })).json).toEqual([]);
	});

	test('refuses a domain key that works nowhere, everywhere, or for more than its user', async () => {
		for (const parts of [
			{ origins: ' ' },
			{ origins: '*' },
			{ origins: 'https://shop.example.com/path' },
			{ privileges: 'Fly' },
			{ username: 'bob' },
		]) {
			expect((await domainKey('create', { ...NEW, ...parts })).error).toBeDefined();
		}
		expect((await domainKey('getAll', { returnAll: true })).json).toEqual([]);
	});

	test('takes no expression that came out empty for "unchanged"', async () => {
		const [created] = (await domainKey('create', NEW)).json;
		const credentialId = String(created?.['credentialId']);
		const parameters = { credentialId, newName: '={{ $json.nothing }}', newOrigins: '=' };
		expect((await domainKey('update', parameters)).error).toBeDefined();
	});
});
