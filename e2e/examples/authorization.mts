import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { call } from '../../scripts/demo/call.mts';
import { createCredential, type CredentialReference } from '../../scripts/n8n/credentials.mts';
import { newestExecution } from '../../scripts/n8n/executions.mts';
import type { Item } from '../../scripts/n8n/manual-run.mts';
import type { World } from '../../scripts/smoke/world.mts';
import { importExample } from './import-example.mts';

/** A token by client credentials, as the partner of a hand-over gets it. */
async function tokenOf(world: World, server: string, client: Item, scope: string) {
	const { clientId, clientSecret } = client;
	const login = Buffer.from(`${String(clientId)}:${String(clientSecret)}`).toString('base64');
	const answer = await fetch(`${server}/oauth/token`, {
		method: 'POST',
		headers: { authorization: `Basic ${login}` },
		body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
	});
	const { access_token: token, error } = (await answer.json()) as Record<string, string>;
	assert.equal(answer.status, 200, error);
	world.accessTokens.push(String(token), String(clientSecret));
	return String(token);
}

/** A client is registered, gets a token, and calls with it. */
export async function letAPartnerIn(world: World): Promise<string> {
	const example = await importExample(world, 'let-a-partner-in-with-oauth');
	await example.publish();
	const client = (await example.run())['Register Client']?.[0] ?? {};
	const server = example.address('Authorization Server Trigger');
	const token = await tokenOf(world, server, client, 'orders.read');
	const called = await call(example.address(), { authorization: `Bearer ${token}` });
	assert.equal(called.status, 200, called.body);
	assert.equal(called.json?.['client'], client['clientId']);
	assert.equal((await call(example.address())).status, 401);
	return `${called.status} with a token, 401 without`;
}

/** A token is issued, and the chat hears of it. */
export async function hearOfLogIns(world: World): Promise<string> {
	const { admin, session, externalApi } = world;
	const example = await importExample(world, 'hear-of-log-ins', {
		parameters: { 'Tell the Chat': { url: `${externalApi.url}/chat` } },
	});
	await example.publish();
	const client = await admin({
		resource: 'client',
		operation: 'register',
		name: 'Watched',
		grants: 'client_credentials',
		clientOptions: { groups: 'Default', scopes: 'read' },
	});
	externalApi.takeReceived();
	await tokenOf(world, example.address('Authorization Server Trigger'), client, 'read');
	const { status, error } = await newestExecution(session, example.id);
	assert.equal(status, 'success', error);
	const [told] = externalApi.takeReceived();
	const { text } = JSON.parse(String(told?.body)) as { text: string };
	assert.equal(text, `tokenIssued: client ${String(client['clientId'])}, user none`);
	return text;
}

/** A secret that its owner types on a page reaches the API, and is in no item. */
export async function keepASecret(world: World): Promise<string> {
	const { session, externalApi, apiKey, linkValues } = world;
	let secretKeysApi: CredentialReference = { id: '', name: '' };
	const imported = async () =>
		await importExample(world, 'keep-a-secret-in-the-realm', {
			parameters: {
				'Create Datasource': { allowedDomains: '127.0.0.1' },
				'API Request': { url: `${externalApi.url}/orders` },
			},
			credentials: secretKeysApi.id === '' ? {} : { secretKeysApi },
		});
	const items = await (await imported()).run();
	const value = `typed-${randomUUID()}`;
	linkValues.push(value);
	const link = new URL(String(items['Ask for the Secret']?.[0]?.['link']));
	const body = new URLSearchParams([...link.searchParams, ['value', value]]);
	const typed = await fetch(link.origin + link.pathname, { method: 'POST', body });
	assert.equal(typed.status, 200);
	const { datasourceKey, datasource } = items['Create Datasource']?.[0] ?? {};
	const kept = { source: 'realm', realm: 'default', storage: 'automatic', datasource };
	const data = { ...kept, allowedDomains: '127.0.0.1', datasourceKey };
	const credential = { name: 'Orders API', type: 'secretKeysApi', data };
	secretKeysApi = await createCredential(session, credential);
	const example = await imported();
	await example.publish();
	externalApi.takeReceived();
	const called = await call(example.address(), { 'x-api-key': apiKey });
	assert.equal(called.status, 200, called.body);
	assert.ok(!called.body.includes(value));
	const [request] = externalApi.takeReceived();
	assert.ok(request?.headers.authorization === `Bearer ${value}`, 'it received other text');
	return `${called.status}, Authorization: Bearer <the secret, ${value.length} characters>`;
}
