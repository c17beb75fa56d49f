import type { INodeParameters } from 'n8n-workflow';

import { openRealmBy } from '../../src/n8n/open-realms';
import { type AdminNode, anAdminNode } from './admin-node';
import { aWorkflow, runWorkflow } from './harness';
import { aListeningServer, type ListeningServer } from './listening-server';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
const PASSWORD = 'correct horse battery staple';

let admin: AdminNode;
let server: ListeningServer;
beforeEach(async () => {
	admin = await anAdminNode();
	server = await aListeningServer(admin.fields, { dialects: ['interact'] });
	const { realm } = await openRealmBy(admin.fields);
	await realm.authorizationServer.keepIssuer(server.issuer);
	await admin.user('create', { username: 'alice' });
});
afterEach(async () => {
	await server.close();
	await admin.close();
});

/** Runs an operation; gives its item, and all that n8n would keep of the run. */
async function run(resource: string, operation: string, parameters: INodeParameters) {
	const node = admin.node({ resource, operation, ...parameters });
	const installed = admin.installed();
	const ran = await runWorkflow(installed, aWorkflow(installed, [node]), node.name);
	return {
		item: ran.items(node.name)[0]?.json ?? {},
		kept: JSON.stringify(ran.run),
		error: ran.run.data.resultData.error?.message,
	};
}
const send = async (link: unknown, fields: Readonly<Record<string, string>> = {}) => {
	const { origin, pathname, searchParams } = new URL(String(link));
	const body = new URLSearchParams([...searchParams, ...Object.entries(fields)]);
	const answer = await fetch(origin + pathname, { method: 'POST', body });
	return { status: answer.status, html: await answer.text() };
};
/** What a page shows once. */
const valuesIn = (html: string) =>
	[...html.matchAll(/<dt>([^<]+)<\/dt><dd><code>([^<]+)<\/code><\/dd>/g)].map(
		([, name, value]) => [name, value] as const,
	);

describe('Deliver By', () => {
	const key = { username: 'alice', name: 'k' };
	const client = { name: 'A client', clientType: 'confidential', grants: 'client_credentials' };
	const intake = { partner: 'p', goals: 'g', dataScope: 'd', contact: 'c', tenant: 't' };
	const pack = {
		...{
			dialects: 'interActionPlus',
			authorityUrl: 'https://a.example',
			apiUrl: 'https://b.example',
		},
		grants: 'authorization_code',
		callbackUrls: 'https://c.example/cb',
	};
	test.each([
		['an API key', 'apiKey', 'generate', key, ['key'], ['Key']],
		['a key pair', 'apiKey', 'generate', { ...key, kind: 'pair' }, ['secret'], ['Key', 'Secret']],
		[
			'a domain key',
			'domainKey',
			'create',
			{ ...key, origins: 'https://a.example', privileges: 'Use API Key' },
			['key'],
			['Key'],
		],
		['a client', 'client', 'register', client, ['clientSecret'], ['Client ID', 'Client secret']],
		[
			'a hand-over pack',
			'client',
			'register',
			{ ...client, ...intake, ...pack },
			['clientSecret', 'handOverPack', 'handOverText'],
			['Client ID', 'Client secret', 'Authority URL', 'API URL'],
		],
		[
			'a datasource key',
			'secret',
			'createDatasource',
			{ name: 'crm', allowedDomains: 'api.example.com' },
			['datasourceKey'],
			['Datasource key'],
		],
	])('gives a link in place of %s, and n8n keeps none of it', async (...each) => {
		const [, resource, operation, parameters, members, names] = each;
		const { item, kept } = await run(resource, operation, {
			...parameters,
			deliverBy: 'link',
			linkHours: 1,
		});
		expect(item).toMatchObject({
			link: expect.stringMatching(/\/webhook\/auth\/once\?link=ilnk_live_\w+$/) as string,
			linkExpiresAt: TIME,
			linkId: expect.any(String) as string,
		});
		expect(Date.parse(String(item['linkExpiresAt']))).toBeLessThanOrEqual(Date.now() + 3_600_000);
		expect(members.filter((member) => member in item)).toEqual([]);
		expect((await fetch(String(item['link']))).status).toBe(200);
		const { status, html } = await send(item['link']);
		expect(status).toBe(200);
		const values = valuesIn(html);
		expect(values.map(([name]) => name)).toEqual(names);
		const secret = values
			.map(([, value]) => value ?? '')
			.filter((value) => /_live_\w{60}/.test(value));
		expect(secret).toHaveLength(1);
		expect(kept).toContain(item['linkId']);
		expect(kept).not.toContain(secret[0]?.split('_')[3]);
		expect((await send(item['link'])).status).toBe(404);
		expect(server.runs).toEqual([]);
	});

	test.each([
		[
			'apiKey',
			'rotate',
			'Key',
			async () => ({
				credentialId: (await run('apiKey', 'generate', key)).item['credentialId'],
				graceSeconds: 0,
			}),
		],
		[
			'client',
			'rotate',
			'Client secret',
			async () => ({
				clientId: (await run('client', 'register', client)).item['clientId'],
				graceSeconds: 0,
			}),
		],
		[
			'secret',
			'rotateDatasourceKey',
			'Datasource key',
			async () => ({
				datasource: (
					await run('secret', 'createDatasource', { name: 'crm', allowedDomains: 'a.example' })
				).item['datasource'],
				graceSeconds: 0,
			}),
		],
	])('of %s %s too', async (resource, operation, name, given) => {
		const parameters = (await given()) as INodeParameters;
		const { item } = await run(resource, operation, {
			...parameters,
			deliverBy: 'link',
			linkHours: 24,
		});
		expect(JSON.stringify({ ...item, link: '' })).not.toMatch(/_live_\w{60}/);
		expect(valuesIn((await send(item['link'])).html).map(([each]) => each)).toContain(name);
	});

	test('of a public client gives no link, for there is nothing to show', async () => {
		const parameters = {
			...client,
			clientType: 'public',
			grants: 'authorization_code',
			callbackUrls: 'https://c.example/cb',
		};
		const { item } = await run('client', 'register', {
			...parameters,
			deliverBy: 'link',
			linkHours: 24,
		});
		expect(item).toMatchObject({ type: 'public' });
		expect(item).not.toHaveProperty('link');
	});

	test('issues nothing that could not be delivered', async () => {
		const generated = async () => (await admin.apiKey('getAll', { returnAll: true })).json;
		for (const wrong of [
			{ deliverBy: 'link', linkHours: 0 },
			{ deliverBy: 'pigeon', linkHours: 24 },
		]) {
			const { error } = await run('apiKey', 'generate', { ...key, ...wrong });
			expect(error).toMatch(/correct that|choose output or link/);
		}
		expect(await generated()).toEqual([]);
		// A realm of which no authorization server was active.
		admin.fields['realm'] = 'other';
		await admin.user('create', { username: 'alice' });
		const { error } = await run('apiKey', 'generate', { ...key, deliverBy: 'link', linkHours: 24 });
		expect(error).toContain('none of this realm was active yet');
		expect(await generated()).toEqual([]);
	});
});

describe('a link on which somebody types', () => {
	const type = async (item: Readonly<Record<string, unknown>>, value: string) =>
		(await send(item['link'], { value, repeat: value })).status;

	test('a password lets its user log in, and is never in the run', async () => {
		const { item, kept } = await run('user', 'setPasswordByLink', {
			username: 'alice',
			linkHours: 2,
		});
		expect(item).toEqual({
			link: expect.any(String) as string,
			linkExpiresAt: TIME,
			linkId: expect.any(String) as string,
			username: 'alice',
		});
		expect(await type(item, PASSWORD)).toBe(200);
		const { realm } = await openRealmBy(admin.fields);
		const attempt = { username: 'alice', password: PASSWORD, address: undefined };
		expect((await realm.logIn(attempt)).kind).toBe('logged-in');
		expect(kept).not.toContain(PASSWORD);
		await admin.user('removePassword', { username: 'alice' });
		expect((await realm.logIn(attempt)).kind).toBe('refused');
	});

	test('a secret key creates it with its note, and the next one rotates it', async () => {
		await run('secret', 'createDatasource', {
			name: 'crm',
			allowedDomains: 'a.example, b.example',
		});
		const crm = { datasource: 'crm', linkHours: 24 };
		const created = await run('secret', 'createByLink', {
			...crm,
			name: 'Key',
			note: 'Of sales',
			onlyDomains: 'a.example',
		});
		expect(await type(created.item, 's3cr3t-value')).toBe(200);
		const rotated = await run('secret', 'rotateByLink', { ...crm, secret: 'Key' });
		expect(rotated.item).toMatchObject({ datasource: 'crm', name: 'Key' });
		expect(await type(rotated.item, 's3cr3t-other')).toBe(200);
		const { items } = await admin.run({
			resource: 'secret',
			operation: 'getAll',
			datasource: 'crm',
			returnAll: true,
		});
		expect(items.map(({ json }) => json)).toMatchObject([
			{ name: 'Key', version: 2, note: 'Of sales', allowedDomains: 'a.example' },
		]);
		expect((await run('secret', 'createByLink', { ...crm, name: 'Key' })).error).toContain(
			'exists already',
		);
	});

	test('a signing key creates it, and the next one adds a value', async () => {
		const shop = { username: 'alice', name: 'shop', variant: 'github', linkHours: 24 };
		const created = await run('signingKey', 'createByLink', shop);
		expect(await type(created.item, 'a value of sixteen')).toBe(200);
		const [key] = (
			await admin.run({ resource: 'signingKey', operation: 'getAll', returnAll: true })
		).json;
		const credentialId = String(key?.['credentialId']);
		const rotated = await run('signingKey', 'rotateByLink', {
			credentialId,
			graceSeconds: 60,
			linkHours: 24,
		});
		expect(await type(rotated.item, 'another value of it')).toBe(200);
		const [both] = (
			await admin.run({ resource: 'signingKey', operation: 'getAll', returnAll: true })
		).json;
		expect(both).toMatchObject({
			name: 'shop',
			variant: 'github',
			secrets: [{ version: 2 }, { version: 1 }],
		});
	});
});

test('links that still work are listed without what they lead to, and revoked by their id', async () => {
	const parameters = { username: 'alice', name: 'k', deliverBy: 'link', linkHours: 1 };
	const { item } = await run('apiKey', 'generate', parameters);
	const [listed] = (await admin.run({ resource: 'link', operation: 'getAll', returnAll: true }))
		.json;
	expect(listed).toEqual({
		...{ linkId: item['linkId'], kind: 'reveal', target: item['credentialId'], createdBy: null },
		...{ createdAt: TIME, linkExpiresAt: item['linkExpiresAt'] },
	});
	const revoked = await run('link', 'revoke', { linkId: String(item['linkId']) });
	expect(revoked.item).toEqual(listed);
	expect((await send(item['link'])).status).toBe(404);
	expect((await run('link', 'revoke', { linkId: String(item['linkId']) })).error).toContain(
		'still works',
	);
});

test('an address that is no link of anybody is a page with 404, whatever the dialects', async () => {
	const answer = await fetch(`${server.issuer}/once?link=nothing`);
	expect([answer.status, answer.headers.get('content-type')]).toEqual([
		404,
		'text/html; charset=utf-8',
	]);
	expect((await fetch(`${server.issuer}/once`, { method: 'POST' })).status).toBe(400);
});
