import { openRealmBy } from '../../src/n8n/open-realms';
import type { Realm } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { type VerintClient, verintClient, VerintError } from '../dialects/verint-client.mts';
import { walkPages } from '../dialects/walk-pages.mts';
import { type AdminNode, anAdminNode } from './admin-node';
import { aListeningServer, type ListeningServer } from './listening-server';

const USER = { username: 'alice', password: 'correct horse battery staple' };
const CALLBACK = 'http://127.0.0.1:4711/cb';

describe('a client that was written for a Verint Community site', () => {
	let admin: AdminNode;
	let realm: Realm;
	let server: ListeningServer;
	let client: VerintClient;
	let clientId: string;
	beforeAll(async () => {
		admin = await anAdminNode();
		({ realm } = await openRealmBy(admin.fields));
		server = await aListeningServer(admin.fields, { dialects: ['verint'] });
		valueOf(await realm.administer.users.create({ username: 'alice' }));
		valueOf(await realm.administer.passwords.set('alice', USER.password));
		client = await register('original');
	});
	afterAll(async () => {
		await server.close();
		await admin.close();
	});

	const register = async (errorStatuses: string): Promise<VerintClient> => {
		const registered = valueOf(
			await realm.administer.clients.register({
				name: 'A Verint client',
				mainUrl: 'https://client.example',
				callbackUrls: [CALLBACK],
				grants: [
					'authorization_code',
					'refresh_token',
					'client_credentials',
					'password',
					'implicit',
				],
				dialects: ['verint'],
				actAs: { usernames: ['alice'] },
				tokenInQuery: true,
				errorStatuses,
			}),
		);
		({ clientId } = registered);
		const { clientSecret = '' } = registered;
		return verintClient({ site: server.issuer, clientId, clientSecret, callback: CALLBACK });
	};
	const callerOf = async (token: string, scheme?: string): Promise<unknown> => {
		const answer = await client.call(server.protectedUrl, token, scheme);
		if (answer.status !== 200) return answer.status;
		const [[{ json }]] = (await answer.json()) as [[{ json: { caller: unknown } }]];
		return json.caller;
	};
	const alice = () => ({ type: 'user', user: 'alice', client: clientId });

	test('VE-7, VE-12, VE-21: gets a token by a code, and calls with it after OAuth and Bearer', async () => {
		const sent = await walkPages(client.authorizeUrl('code', { state: 'a state' }), USER);
		expect([...sent.searchParams.keys()]).toEqual(['code', 'expires_in', 'state']);
		const token = await client.exchange(sent.searchParams.get('code') ?? '');
		for (const scheme of ['OAuth', 'oauth', 'Bearer']) {
			expect(await callerOf(token.access_token, scheme)).toMatchObject(alice());
		}
	});

	test('VE-11: gets a token in the query string', async () => {
		const { searchParams } = await walkPages(client.authorizeUrl('token'), USER);
		expect(searchParams.get('expires_in')).toBe('600');
		expect(await callerOf(searchParams.get('access_token') ?? '')).toMatchObject(alice());
	});

	test('VE-14, VE-15, VE-17: gets tokens by password, as a user, and by refreshing', async () => {
		const byPassword = await client.withPassword(USER.username, USER.password);
		const own = await callerOf(byPassword.access_token);
		expect(own).toMatchObject(alice());
		expect(own).not.toHaveProperty('actor');
		const acting = await client.actAs('alice');
		const byClient = { ...alice(), actor: { type: 'client', id: clientId } };
		expect(await callerOf(acting.access_token)).toMatchObject(byClient);
		const next = await client.refresh(acting.refresh_token ?? '');
		expect(await callerOf(next.access_token)).toMatchObject(byClient);
		await expect(client.refresh(acting.refresh_token ?? '')).rejects.toThrow('invalid_grant');
		expect(await callerOf(next.access_token)).toBe(401);
	});

	test('VE-19: finds the error in an answer of status 200, or of 400', async () => {
		await expect(client.exchange('wrong')).rejects.toEqual(new VerintError(200, 'invalid_grant'));
		const standard = await register('standard');
		await expect(standard.exchange('wrong')).rejects.toEqual(new VerintError(400, 'invalid_grant'));
	});

	test('finds nothing where the dialect is off', async () => {
		const other = await aListeningServer(admin.fields);
		const answer = await fetch(`${other.issuer}/api.ashx/v2/oauth/token`, { method: 'POST' });
		expect([answer.status, await answer.text()]).toEqual([404, '']);
		await other.close();
	});
});
