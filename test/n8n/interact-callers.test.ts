import { openRealmBy } from '../../src/n8n/open-realms';
import type { Realm } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { interactClient, InteractError } from '../vendor-clients/interact-client.cjs';
import { type AdminNode, anAdminNode } from './admin-node';
import { aListeningServer, type ListeningServer } from './listening-server';

const PASSWORD = 'correct horse battery staple';

describe('a caller that was written for Interact', () => {
	let admin: AdminNode;
	let realm: Realm;
	let server: ListeningServer;
	let client: ReturnType<typeof interactClient>;
	let credentialId: string;
	beforeAll(async () => {
		admin = await anAdminNode();
		({ realm } = await openRealmBy(admin.fields));
		server = await aListeningServer(admin.fields, {
			events: ['tokenIssued'],
			dialects: ['interact'],
		});
		const { users, apiKeys } = realm.administer;
		valueOf(await users.create({ username: 'alice', personId: 'person 4711' }));
		valueOf(await users.create({ username: 'integration' }));
		const pair = valueOf(
			await apiKeys.generate({
				username: 'integration',
				name: 'Interact',
				kind: 'pair',
				actAs: { usernames: ['alice'] },
			}),
		);
		({ credentialId } = pair);
		client = interactClient({
			intranet: server.issuer,
			key: pair.key,
			secret: pair.secret ?? '',
		});
	});
	afterAll(async () => {
		await server.close();
		await admin.close();
	});

	const call = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
		const answer = await fetch(server.protectedUrl, { headers });
		if (answer.status !== 200) return answer.status;
		const [[{ json }]] = (await answer.json()) as [[{ json: { caller: unknown } }]];
		return json.caller;
	};

	test('IN-8: finds the API and its tenant by the address alone', async () => {
		expect(await client.info()).toEqual({
			ApiDomain: server.issuer.replace('http://', ''),
			AuthMode: 'local',
			TenantGuid: realm.id,
			Name: realm.name,
		});
	});

	test('IN-3, IN-7, IN-17: logs in as a person and calls as that person, with the tenant beside', async () => {
		const logIn = await client.logIn('person 4711');
		const headers = client.headersOf(logIn);
		expect(await call(headers)).toMatchObject({
			user: 'alice',
			actor: { type: 'apiKey', id: credentialId },
		});
		const filters = { credentialId };
		const found = await admin.run({ resource: 'auditLog', operation: 'getAll', limit: 9, filters });
		expect(found.json).toMatchObject([
			{ kind: 'decision', user: 'alice', actor: `apiKey:${credentialId}` },
			{ operation: 'token.issue', user: 'alice', key: credentialId },
			{ operation: 'apiKey.generate', credentialId },
		]);
		const { Authorization } = headers;
		expect(await call({ Authorization })).toBe(401);
		const next = await client.refresh(logIn.refresh_token);
		expect(await call(client.headersOf(next))).toMatchObject({ user: 'alice' });
		const again = client.refresh(logIn.refresh_token);
		const message = 'What was presented does not hold.';
		await expect(again).rejects.toEqual(new InteractError(400, message));
		expect(await call(client.headersOf(next))).toBe(401);
	});

	test('IN-14, IN-16: reads a message of every refusal, which no page reads', async () => {
		await expect(client.logIn('nobody')).rejects.toMatchObject({ status: 400 });
		const page = await fetch(`${server.issuer}/token`, {
			method: 'POST',
			headers: { origin: 'https://app.example.com', 'content-type': 'text/plain' },
			body: 'x',
		});
		expect([page.status, page.headers.get('access-control-allow-origin')]).toEqual([403, null]);
		expect(await page.json()).toEqual({ Message: 'The request is malformed.' });
		const get = await fetch(`${server.issuer}/token`);
		expect(get.status).toBe(405);
	});

	test('IN-10: gets nothing by a name and a password, until the server has it switched on', async () => {
		const { users, passwords } = realm.administer;
		valueOf(await users.create({ username: 'bob' }));
		valueOf(await passwords.set('bob', PASSWORD));
		const off = { status: 400, message: 'The grant type is not supported.' };
		await expect(client.logInByPassword('bob', PASSWORD)).rejects.toMatchObject(off);
		const other = await aListeningServer(admin.fields, {
			dialects: ['interact'],
			options: { interactPasswordGrant: true },
		});
		const caller = interactClient({ intranet: other.issuer, key: '', secret: '' });
		const wrong = { status: 400, message: 'What was presented does not hold.' };
		await expect(caller.logInByPassword('bob', 'wrong')).rejects.toMatchObject(wrong);
		const logIn = await caller.logInByPassword('bob', PASSWORD);
		const next = await caller.refresh(logIn.refresh_token);
		expect(await call(caller.headersOf(next))).toMatchObject({ type: 'user', user: 'bob' });
		expect(await call(caller.headersOf(next))).not.toHaveProperty('actor');
		await expect(client.refresh(next.refresh_token)).rejects.toMatchObject(wrong);
		expect(JSON.stringify(other.runs)).not.toContain(PASSWORD);
		await other.close();
	});

	test('finds nothing of the dialects that are off', async () => {
		expect((await fetch(`${server.issuer}/oauth/token`, { method: 'POST' })).status).toBe(404);
	});

	test('runs the workflow for a token, and holds no token in an item', () => {
		const runs = server.runs.filter(({ node }) => node === 'Authorization Server Trigger');
		const [[{ json }]] = runs[0]?.outcome.workflowData as [[{ json: object }]];
		expect(json).toMatchObject({ event: 'tokenIssued', user: 'alice', key: credentialId });
		expect(JSON.stringify(server.runs)).not.toMatch(/iatk_|isec_/);
	});
});
