import { type AdminNode, anAdminNode } from './admin-node';

let admin: AdminNode;
beforeEach(async () => {
	admin = await anAdminNode();
});
afterEach(() => admin.close());

const client = (operation: string, parameters = {}) =>
	admin.run({ resource: 'client', operation, ...parameters });

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;
const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown;
const SECRET = expect.stringMatching(/^icli_live_/) as unknown;
const INTAKE = {
	partner: 'Acme',
	goals: 'Billing',
	dataScope: 'Matters',
	contact: 'legal@example.com',
	tenant: 'firm',
};

describe('OAuth clients in the node', () => {
	test('VE-3: are registered, with a secret that is shown then and never again', async () => {
		const { json } = await client('register', {
			name: 'Portal',
			callbackUrls: ['https://portal.example.com/callback'],
			grants: ['authorization_code', 'refresh_token', 'client_credentials'],
			dialects: ['oauth', 'verint'],
			clientOptions: {
				mainUrl: 'https://portal.example.com',
				scopes: 'orders:read, orders:write',
				groups: ['Default'],
				accessSeconds: 1200,
				errorStatuses: 'original',
			},
		});
		const shown = {
			clientId: UUID,
			name: 'Portal',
			description: '',
			mainUrl: 'https://portal.example.com',
			callbackUrls: ['https://portal.example.com/callback'],
			type: 'confidential',
			trusted: false,
			enabled: true,
			grants: ['authorization_code', 'refresh_token', 'client_credentials'],
			scopes: ['orders:read', 'orders:write'],
			actAs: 'none',
			actAsUsers: [],
			groups: ['Default'],
			applications: null,
			dialects: ['oauth', 'verint'],
			authentication: 'client_secret_post',
			jwks: null,
			tokenFormat: 'opaque',
			tokenInQuery: false,
			accessSeconds: 1200,
			familyDays: 30,
			idleDays: 7,
			refreshGraceSeconds: 0,
			errorStatuses: 'original',
			intake: null,
			credentialId: UUID,
			secretState: 'active',
			secretVersion: 1,
			secretExpiresAt: null,
			lastUsedAt: null,
			lastUsedAddress: null,
			createdAt: TIME,
			updatedAt: TIME,
		};
		expect(json).toEqual([{ clientSecret: SECRET, ...shown }]);
		const clientId = json[0]?.['clientId'];
		expect((await client('get', { clientId })).json).toEqual([shown]);
		expect((await client('getAll', { returnAll: true })).json).toEqual([shown]);
		expect((await client('disable', { clientId })).json).toEqual([{ ...shown, enabled: false }]);
		expect((await client('enable', { clientId })).json).toEqual([shown]);
		expect((await client('delete', { clientId })).json).toEqual([{ ...shown, deleted: true }]);
		expect((await client('getAll')).json).toEqual([]);
	});

	test('are changed in the fields that are filled in or added, and get a new secret', async () => {
		const grants = ['client_credentials'];
		const [made] = (await client('register', { name: 'Machine', grants })).json;
		const clientId = made?.['clientId'];
		await admin.user('create', { username: 'alice' });
		const clientOptions = { actAs: 'listed', actAsUsers: ['alice'], applications: ['Default'] };
		const changed = { clientId, newName: 'Robot', clientOptions };
		const { clientSecret, ...before } = made ?? {};
		expect((await client('update', changed)).json).toEqual([
			{
				...before,
				name: 'Robot',
				actAs: 'listed',
				actAsUsers: ['alice'],
				applications: ['Default'],
				updatedAt: TIME,
			},
		]);
		const opened = { clientId, clientOptions: { actAs: 'none', allApplications: true } };
		expect((await client('update', opened)).json).toMatchObject([
			{ name: 'Robot', actAs: 'none', actAsUsers: [], applications: null },
		]);
		const [rotated] = (await client('rotate', { clientId, graceSeconds: 0 })).json;
		expect(rotated).toMatchObject({ clientSecret: SECRET, secretVersion: 2 });
		expect(rotated?.['clientSecret']).not.toBe(clientSecret);
		const empty = { clientId, clientOptions: { applications: '={{ [] }}' } };
		expect((await client('update', empty)).error?.message).toContain(
			'The list of applications is empty',
		);
	});

	test('IA-1, IA-3: come with the four values to hand over, as JSON and as text', async () => {
		const pack = {
			authorityUrl: 'https://n8n.example.com/auth',
			apiUrl: 'https://n8n.example.com',
		};
		const wanted = {
			name: 'Acme',
			dialects: ['interActionPlus'],
			callbackUrls: ['https://acme.example.com/callback'],
			...pack,
		};
		expect((await client('register', wanted)).error?.message).toContain('needs an intake record');
		const [made] = (await client('register', { ...wanted, ...INTAKE })).json;
		const { clientId, clientSecret } = made ?? {};
		expect(made).toMatchObject({ intake: INTAKE });
		expect(made?.['handOverPack']).toEqual({ clientId, clientSecret, ...pack });
		expect(made?.['handOverText']).toBe(
			[
				`Client ID: ${String(clientId)}`,
				`Client secret: ${String(clientSecret)}`,
				'Authority URL: https://n8n.example.com/auth',
				'API URL: https://n8n.example.com',
			].join('\n'),
		);
	});

	test('that are public have no secret in the item', async () => {
		const { json } = await client('register', {
			name: 'App',
			clientType: 'public',
			callbackUrls: ['com.example.app:/callback'],
		});
		expect(json).toMatchObject([{ type: 'public', authentication: 'none', credentialId: null }]);
		expect(json[0]).not.toHaveProperty('clientSecret');
	});
});
