import { openRealmBy } from '../../src/n8n/open-realms';
import type { Realm } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { inbentaClient, InbentaError } from '../vendor-clients/inbenta-client.cjs';
import { type AdminNode, anAdminNode } from './admin-node';
import { aHookedTrigger, type HookedTrigger } from './hooked-trigger';
import { aListeningServer, type ListeningServer } from './listening-server';

const PAGE = 'https://shop.example.com';
type Client = ReturnType<typeof inbentaClient>;

describe('a caller that was written for Inbenta', () => {
	let admin: AdminNode;
	let realm: Realm;
	let server: ListeningServer;
	let trigger: HookedTrigger;
	let client: Client;
	let page: Client;
	let apiKey: string;
	beforeAll(async () => {
		admin = await anAdminNode();
		({ realm } = await openRealmBy(admin.fields));
		server = await aListeningServer(admin.fields, { dialects: ['inbenta'] });
		trigger = aHookedTrigger(admin.fields, { acceptedCredentials: ['accessToken'] });
		await trigger.create();
		const { users, apiKeys, domainKeys } = realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		const own = { username: 'alice', name: 'Inbenta' };
		const pair = valueOf(await apiKeys.generate({ ...own, kind: 'pair' }));
		const privileges = ['Use API Key', 'Run Actions'];
		const { value: domainKey } = valueOf(
			await domainKeys.create({ ...own, origins: [PAGE], privileges }),
		);
		apiKey = pair.key;
		const authApi = server.issuer;
		client = inbentaClient({ authApi, apiKey, secret: pair.secret ?? '' });
		page = inbentaClient({ authApi, apiKey, domainKey, origin: PAGE });
	});
	afterAll(async () => {
		await server.close();
		await admin.close();
	});

	const call = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
		const answer = await fetch(server.protectedUrl, { headers });
		if (answer.status !== 200) return answer.status;
		const [[{ json }]] = (await answer.json()) as [[{ json: { caller: object } }]];
		return json.caller;
	};
	const apis = { orders: 'http://127.0.0.1:5678/webhook/orders' };

	test('IB-1, IB-2, IB-8: gets a token by key and secret, as JSON or a form, and where to call', async () => {
		for (const answer of [await client.auth(), await client.authByForm()]) {
			expect(answer.apis).toEqual(apis);
			expect(await call(client.headersOf(answer.accessToken))).toMatchObject({ user: 'alice' });
			expect(await call({ authorization: `Bearer ${answer.accessToken}` })).toBe(401);
		}
	});

	test('IB-5, IB-8: refreshes it, and asks where to call again', async () => {
		const { accessToken } = await client.auth();
		const next = await client.refresh(accessToken);
		expect(Object.keys(next)).toEqual(['accessToken', 'expiration', 'expires_in']);
		expect(await client.apis(next.accessToken)).toEqual({ apis });
		await trigger.delete();
		expect(await client.apis(next.accessToken)).toEqual({ apis: {} });
		await trigger.create();
	});

	test('IB-12, IB-15: gets one in a page by a domain key, for that page alone', async () => {
		const { accessToken } = await page.auth();
		const headers = page.headersOf(accessToken);
		expect(await call(headers)).toMatchObject({ user: 'alice', scheme: 'accessToken' });
		expect(await call({ ...headers, Origin: 'https://evil.example.com' })).toBe(403);
		expect(await call(client.headersOf(accessToken))).toBe(403);
		expect(await call(page.headersOf((await page.refresh(accessToken)).accessToken))).toMatchObject(
			{ user: 'alice' },
		);
	});

	test('IB-4, IB-17: reads what is wrong, which a page elsewhere does not', async () => {
		const authApi = server.issuer;
		const wrong = inbentaClient({ authApi, apiKey, secret: 'x' });
		const refused = new InbentaError(400, 'Secret token not valid');
		await expect(wrong.auth()).rejects.toEqual(refused);
		const elsewhere = await fetch(`${authApi}/auth`, {
			method: 'POST',
			headers: { 'x-inbenta-key': apiKey, origin: 'https://evil.example.com' },
			body: new URLSearchParams({ secret: 'x' }),
		});
		expect([elsewhere.status, elsewhere.headers.get('access-control-allow-origin')]).toEqual([
			403,
			null,
		]);
	});

	test('runs nothing for it, and holds no token in an item', () => {
		expect(server.runs.filter(({ node }) => node === 'Authorization Server Trigger')).toEqual([]);
		expect(JSON.stringify(server.runs)).not.toMatch(/iatk_|isec_|ikey_|idom_/);
	});
});
