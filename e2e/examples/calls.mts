import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '../../scripts/demo/call.mts';
import { newestExecution } from '../../scripts/n8n/executions.mts';
import { sealSigningKey } from '../../scripts/smoke/seal.mts';
import { USER, type World } from '../../scripts/smoke/world.mts';
import { importExample } from './import-example.mts';

const ORIGIN = 'https://www.example.com';
const POLL_MS = 200;
const LIMIT_MS = 120_000;

/** Answers by the workflow itself: one status for each way through it. */
export async function answerFromWithin(world: World): Promise<string> {
	const example = await importExample(world, 'answer-from-within');
	await example.publish();
	const key = { 'x-api-key': world.apiKey };
	const made = await call(example.address(), key, { quantity: 2 });
	assert.equal(made.status, 201, made.body);
	assert.equal(made.headers.location, `/webhook/orders/${String(made.json?.['order'])}`);
	const refused = await call(example.address(), key, { quantity: 11 });
	assert.equal(refused.status, 409, refused.body);
	return `${made.status}, ${refused.status}`;
}

/** A caller who comes back for the answer. */
export async function answerLater(world: World): Promise<string> {
	const gate = randomUUID();
	// The caller is the first to ask, however slow the machine is.
	const work = {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'GET',
			url: `=${world.externalApi.url}/held?gate=${gate}&requestId={{ $json.requestId }}`,
		},
	};
	const example = await importExample(world, 'answer-later', { nodes: { 'Long Work': work } });
	await example.publish();
	const key = { 'x-api-key': world.apiKey };
	const taken = await call(example.address(), key, {});
	assert.equal(taken.status, 202, taken.body);
	const location = new URL(taken.headers.location ?? '', example.address()).href;
	let answer = await call(location, key);
	assert.equal(answer.status, 202, answer.body);
	world.externalApi.open(gate);
	const late = Date.now() + LIMIT_MS;
	while (answer.status === 202 && Date.now() < late) {
		await sleep(POLL_MS);
		answer = await call(location, key);
	}
	assert.equal(answer.status, 200, answer.body);
	assert.match(answer.body, /"report":"of [0-9a-f-]{36}"/);
	return `202, 202, ${answer.status}`;
}

/** A body that is as the schema says, and one that is not. */
export async function validateCalls(world: World): Promise<string> {
	const example = await importExample(world, 'validate-calls');
	await example.publish();
	const key = { 'x-api-key': world.apiKey };
	const good = { email: 'ada@example.com', quantity: 2 };
	const taken = await call(example.address(), key, good);
	assert.equal(taken.status, 200, taken.body);
	const refused = await call(example.address(), key, { ...good, quantity: 0 });
	assert.equal(refused.status, 422, refused.body);
	return `${taken.status}, ${refused.status}`;
}

/** A page of the listed origin, and one elsewhere. */
export async function letPagesCall(world: World): Promise<string> {
	const example = await importExample(world, 'let-pages-call');
	const items = await example.run();
	await example.publish();
	const shown = { 'x-domain-key': String(items['Create Domain Key']?.[0]?.['key']) };
	const mine = await call(example.address(), { ...shown, origin: ORIGIN });
	assert.equal(mine.status, 200, mine.body);
	assert.equal(mine.headers['access-control-allow-origin'], ORIGIN);
	const other = await call(example.address(), { ...shown, origin: 'https://other.example' });
	assert.notEqual(other.status, 200);
	return `${mine.status}, elsewhere ${other.status}`;
}

/** A message that GitHub signs: right, and changed on its way. */
export async function takeSignedWebhooks(world: World): Promise<string> {
	const { admin, session, signingValues } = world;
	const key = { resource: 'signingKey' };
	const { publicKey } = await admin({ ...key, operation: 'getPublicKey' });
	const secret = randomUUID();
	signingValues.push(secret);
	const name = 'Webhooks of GitHub';
	const sealed = await sealSigningKey(String(publicKey), name, secret);
	const made = { username: USER, name, variant: 'github', sealed };
	const { credentialId } = await admin({ ...key, operation: 'create', ...made });
	const example = await importExample(world, 'take-signed-webhooks', {
		parameters: { 'Incoming API Trigger': { signingKeys: [String(credentialId)] } },
	});
	await example.publish();
	const message = { repository: { full_name: 'ada/engine' }, sender: { login: 'ada' } };
	const signature = createHmac('sha256', secret).update(JSON.stringify(message)).digest('hex');
	const headers = {
		'x-github-event': 'push',
		'x-github-delivery': randomUUID(),
		'x-hub-signature-256': `sha256=${signature}`,
	};
	signingValues.push(signature);
	const changed = await call(example.address(), headers, { ...message, forged: true });
	assert.equal(changed.status, 401, changed.body);
	const taken = await call(example.address(), headers, message);
	assert.equal(taken.status, 202, taken.body);
	const { firstItems } = await newestExecution(session, example.id);
	const happened = { event: 'push', repository: 'ada/engine', sender: 'ada' };
	assert.deepEqual(firstItems['What Happened'], happened);
	return `${taken.status}, changed ${changed.status}`;
}
