import { openRealmBy } from '../../src/n8n/open-realms';
import type { Realm } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import {
	type HandOverPack,
	type PartnerClient,
	partnerClient,
} from '../dialects/inter-action-plus-client.mts';
import { walkPages } from '../dialects/walk-pages.mts';
import { type AdminNode, anAdminNode } from './admin-node';
import { aListeningServer, type ListeningServer } from './listening-server';

const ADMINISTRATOR = { username: 'root', password: 'correct horse battery staple' };
const CALLBACK = 'http://127.0.0.1:4711/cb';

describe("a partner's client of InterAction+", () => {
	let admin: AdminNode;
	let realm: Realm;
	let server: ListeningServer;
	let pack: HandOverPack;
	let client: PartnerClient;
	beforeAll(async () => {
		admin = await anAdminNode();
		({ realm } = await openRealmBy(admin.fields));
		const dialects = ['interActionPlus'];
		server = await aListeningServer(admin.fields, { dialects, events: ['consentGiven'] });
		const { users, groups, roles, passwords, clients } = realm.administer;
		valueOf(await groups.create('Admins'));
		const role = { application: 'Realm', name: 'Consent', privileges: ['Grant Consent'] };
		valueOf(await roles.create(role));
		valueOf(await groups.addRole('Admins', { application: 'Realm', role: 'Consent' }));
		valueOf(await users.create({ username: 'root', groups: ['Admins'] }));
		valueOf(await passwords.set('root', ADMINISTRATOR.password));
		for (const username of ['crm', 'desk']) valueOf(await users.create({ username }));
		const registered = await clients.register({
			name: 'Acme Connector',
			callbackUrls: [CALLBACK],
			dialects,
			grants: ['authorization_code', 'refresh_token', 'client_credentials'],
			intake: {
				partner: 'Acme Ltd',
				goals: 'Bills',
				dataScope: 'Matters',
				contact: 'legal@example.com',
				tenant: 'firm',
			},
			authorityUrl: server.issuer,
			apiUrl: server.protectedUrl,
		});
		const { handOverPack } = valueOf(registered);
		if (handOverPack === undefined) throw new Error('There is no pack to hand over.');
		pack = handOverPack;
		client = await partnerClient(pack, CALLBACK);
	});
	afterAll(async () => {
		await server.close();
		await admin.close();
	});

	const setUpAs = async (account: string, decision = 'allow') => {
		const started = client.startSetUp();
		const back = await walkPages(started.url, ADMINISTRATOR, { account, decision });
		return await started.finish(back);
	};
	const callerOf = async (token: string): Promise<unknown> => {
		const answer = await client.call(token);
		if (answer.status !== 200) return answer.status;
		const [[{ json }]] = (await answer.json()) as [[{ json: { caller: unknown } }]];
		return json.caller;
	};

	test('IA-4, IA-6: gets nothing before the set-up, and nothing where that is refused', async () => {
		await expect(client.asItself()).rejects.toThrow('invalid_grant');
		await expect(setUpAs('crm', 'deny')).rejects.toThrow('access_denied');
		await expect(client.asItself()).rejects.toThrow('invalid_grant');
	});

	test('IA-8, IA-11: has tokens after it, by which it calls as the designated user', async () => {
		const tokens = await setUpAs('crm');
		const { tenant } = (await callerOf(tokens.access_token)) as { readonly tenant: string };
		expect(tenant).toMatch(/^[0-9a-f-]{36}$/);
		const caller = { type: 'user', user: 'crm', client: pack.clientId, tenant };
		expect(await callerOf(tokens.access_token)).toMatchObject(caller);
		const next = await client.refresh(tokens.refresh_token ?? '');
		expect(await callerOf(next.access_token)).toMatchObject(caller);
		expect(await callerOf((await client.asItself()).access_token)).toMatchObject(caller);
	});

	test('IA-13: calls as another user once that one is designated, and no more as the first', async () => {
		const first = await setUpAs('crm');
		const second = await setUpAs('desk');
		expect(await callerOf(first.access_token)).toBe(401);
		expect(await callerOf(second.access_token)).toMatchObject({ user: 'desk' });
	});

	test('tells the workflow of the consent of the administrator', () => {
		const [[{ json }]] = server.runs.find(({ node }) => node === 'Authorization Server Trigger')
			?.outcome.workflowData as [[{ json: object }]];
		expect(json).toMatchObject({ event: 'consentGiven', user: 'root', client: pack.clientId });
	});

	test('is led to the set-up by a link with its id alone', async () => {
		const page = await fetch(`${server.issuer}/setup?client_id=${pack.clientId}`);
		expect([page.status, (await page.text()).includes('Acme Connector')]).toEqual([200, true]);
	});
});
