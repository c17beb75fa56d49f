import { type AdminNode, anAdminNode } from './admin-node';

let admin: AdminNode;
beforeEach(async () => {
	admin = await anAdminNode();
});
afterEach(() => admin.close());

const run: AdminNode['run'] = (...call) => admin.run(...call);
const user: AdminNode['user'] = (...call) => admin.user(...call);
const apiKey: AdminNode['apiKey'] = (...call) => admin.apiKey(...call);

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;

describe('applications, groups and roles in the node', () => {
	test('are set up in the order of the PhixFlow guide, up to a key that works there', async () => {
		const [orders] = (await run({ resource: 'application', operation: 'create', name: 'Orders' }))
			.json;
		expect(orders).toEqual({
			application: 'Orders',
			createdAt: TIME,
			groups: ['Orders', 'Orders_Admin'],
		});
		const role = { resource: 'role', application: 'Orders' };
		const [made] = (
			await run({ ...role, operation: 'create', name: 'Caller', privileges: 'use api key, View' })
		).json;
		expect(made).toEqual({
			role: 'Caller',
			application: 'Orders',
			privileges: ['Use API Key', 'View'],
			createdAt: TIME,
			updatedAt: TIME,
		});
		const group = { resource: 'group', group: 'Orders' };
		const which = { application: 'Orders', role: 'Caller' };
		expect((await run({ ...group, operation: 'addRole', ...which })).json).toEqual([
			{
				group: 'Orders',
				application: 'Orders',
				createdAt: TIME,
				role: 'Caller',
				roleApplication: 'Orders',
			},
		]);
		await user('create', { username: 'alice', groups: ['Orders'] });
		const wanted = { username: 'alice', application: 'Orders' };
		expect((await user('explain', wanted)).json).toEqual([
			{
				username: 'alice',
				application: 'Orders',
				requiredPrivileges: ['Use API Key', 'Run Actions'],
				allowed: false,
				explanation: 'alice lacks Run Actions: no role of their groups grants it.',
				missingPrivileges: ['Run Actions'],
			},
		]);
		const given = ['Use API Key', 'Run Actions'];
		await run({ ...role, operation: 'update', role: 'Caller', newPrivileges: given });
		expect((await user('explain', wanted)).json).toMatchObject([{ allowed: true }]);
		const key = { username: 'alice', name: 'k', addresses: '10.0.0.0/8', applications: ['Orders'] };
		expect((await apiKey('generate', key)).json).toMatchObject([
			{ addresses: ['10.0.0.0/8'], applications: ['Orders'] },
		]);
	});

	test('are listed and taken away again', async () => {
		await run({ resource: 'group', operation: 'create', name: 'Team' });
		await user('create', { username: 'alice', groups: '={{ ["Team"] }}' });
		const team = { resource: 'group', group: 'Team' };
		expect((await run({ ...team, operation: 'addUser', username: 'alice' })).json).toMatchObject([
			{ group: 'Team', username: 'alice', application: null },
		]);
		await run({ ...team, operation: 'removeUser', username: 'alice' });
		expect((await user('get', { username: 'alice' })).json).toMatchObject([{ groups: [] }]);
		const caller = { application: 'Default', role: 'Caller' };
		await run({ resource: 'group', group: 'Default', operation: 'removeRole', ...caller });
		for (const resource of ['application', 'group', 'role']) {
			const { json } = await run({ resource, operation: 'getAll', returnAll: true });
			expect([resource, json.length]).toEqual([resource, resource === 'role' ? 1 : 2]);
		}
		const gone = [
			await run({ resource: 'role', operation: 'delete', ...caller }),
			await run({ ...team, operation: 'delete' }),
		];
		expect(gone.map(({ json }) => json[0]?.['deleted'])).toEqual([true, true]);
	});

	test('PF-6: a key is rotated in the node, and the new value shown', async () => {
		await user('create', { username: 'alice' });
		const [old] = (await apiKey('generate', { username: 'alice', name: 'k' })).json;
		const credentialId = String(old?.['credentialId']);
		const [next] = (await apiKey('rotate', { credentialId })).json;
		const publicIds = [expect.any(String), ...(old?.['publicIds'] as readonly string[])] as unknown;
		expect(next).toEqual({ ...old, key: expect.any(String) as unknown, publicIds, version: 2 });
		expect(next?.['key']).not.toBe(old?.['key']);
	});
});

describe('an acting user in the node', () => {
	const actingUser = 'alice';

	test('NT-81: is refused without Manage Access, and obeyed with it', async () => {
		await user('create', { username: 'alice' });
		expect((await user('getAll', { actingUser })).error?.message).toBe(
			'The user "alice" may not do this: it takes an enabled user with Manage Access.',
		);
		const role = { application: 'Realm', name: 'Administrator', privileges: 'Manage Access' };
		await run({ resource: 'role', operation: 'create', ...role });
		const given = { application: 'Realm', role: 'Administrator' };
		await run({ resource: 'group', operation: 'addRole', group: 'Default', ...given });
		expect((await user('getAll', { actingUser })).json).toHaveLength(1);
		expect((await user('disable', { username: 'alice', actingUser })).error?.message).toMatch(
			/^Nobody who is enabled would be left with Manage Access/,
		);
	});

	test.each(['={{ $json.nobody }}', '={{ "" }}', '  '])(
		'written as %j names nobody, which is refused and does not act as the operator',
		async (written) => {
			expect((await user('getAll', { actingUser: written })).error?.message).toMatch(
				/^The (acting user is empty: name a user|field "actingUser" is undefined)/,
			);
		},
	);

	test.each(['addresses', 'applications'])(
		'NT-61: %s that an expression does not find limit a key to nothing, which is refused',
		async (field) => {
			await user('create', { username: 'alice' });
			const key = { username: 'alice', name: 'k', [field]: '={{ $json.nothing }}' };
			expect((await apiKey('generate', key)).error?.message).toMatch(
				/^The (list of .+ is empty|field .+ is undefined)/,
			);
		},
	);
});
