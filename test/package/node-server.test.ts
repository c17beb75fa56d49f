import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { consumerFolder, runNode } from './installed';
import { type RunningExample, runExample } from './run-example';

const PASSPHRASE = 'a passphrase of this test';
const SECRET = 'the-secret-of-the-orders';
const PHIXFLOW_KEY = 'the-key-of-phixflow';

/** What the servers that are called have received: method, path, `Authorization`. */
const received: (readonly [string, string, string | undefined])[] = [];
let called: Server;
let folder: string;
beforeAll(async () => {
	called = createServer(({ method, url, headers }: IncomingMessage, response) => {
		received.push([method ?? '', url ?? '', headers.authorization]);
		response.end('["A-1001"]');
	}).listen(0, '127.0.0.1');
	await once(called, 'listening');
	folder = await mkdtemp(join(consumerFolder, 'realm-'));
});
afterAll(async () => {
	called.close();
	await rm(folder, { recursive: true });
});
beforeEach(() => {
	received.length = 0;
});

let running: RunningExample | undefined;
afterEach(() => running?.end());

/** Starts the example as its first lines say, on a SQLite file. */
async function start(passphrase = PASSPHRASE): Promise<RunningExample> {
	const { port } = called.address() as AddressInfo;
	const own = `http://127.0.0.1:${String(port)}`;
	running = await runExample('server.mjs', {
		INCOMING_API_PASSPHRASE: passphrase,
		REALM_FILE: join(folder, 'realm.sqlite'),
		ORDERS_URL: `${own}/orders`,
		ORDERS_KEY: SECRET,
		PHIXFLOW_URL: own,
		PHIXFLOW_KEY,
	});
	return running;
}

async function ask(url: string, init: RequestInit = {}) {
	const answer = await fetch(url, { ...init, headers: { connection: 'close', ...init.headers } });
	const text = await answer.text();
	const json: unknown = text === '' ? undefined : JSON.parse(text);
	return { status: answer.status, headers: answer.headers, json };
}

/** The key of the first start, which later ones use. */
let key: string;

describe('the example with node:http', () => {
	test('lets in whom the realm knows, sends a secret by its reference, and calls PhixFlow', async () => {
		const server = await start();
		key = server.said.get('key') ?? '';
		expect(key).toMatch(/^iapi_live_/);
		const headers = { 'x-api-key': key };
		const orders = await ask(`http://${server.place}/orders`, { headers });
		expect(orders).toMatchObject({
			status: 200,
			json: { for: 'reporting-app', orders: ['A-1001'] },
		});
		expect(orders.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
		const report = await ask(`http://${server.place}/reports`, { method: 'POST', headers });
		expect(report).toMatchObject({ status: 202, json: { started: true } });
		expect(received).toEqual([
			['GET', '/orders', `Bearer ${SECRET}`],
			['POST', '/api/1/action/Sales/report/trigger', PHIXFLOW_KEY],
		]);
		expect(await server.end()).toBe(0);
		expect(server.printed()).not.toMatch(new RegExp(`${SECRET}|${PHIXFLOW_KEY}`));
	});

	test('refuses as a trigger does, with 401, 400 and 429, and then calls nobody', async () => {
		const server = await start();
		expect(server.said.has('key')).toBe(false);
		const url = `http://${server.place}/orders`;
		const bare = await ask(url);
		expect(bare.headers.get('content-type')).toBe('application/problem+json');
		expect(bare.headers.get('www-authenticate')).toBe('Bearer realm="Incoming API"');
		expect(bare.json).toMatchObject({ title: 'Not authenticated', status: 401 });
		const wrong = await ask(url, { headers: { 'x-api-key': `${key.slice(0, -1)}!` } });
		expect(wrong.status).toBe(401);
		const inQuery = await ask(`${url}?key=${key}`);
		expect(inQuery.status).toBe(400);
		const both = await ask(url, { headers: { 'x-api-key': key, authorization: `Bearer ${key}` } });
		expect(both.status).toBe(400);
		expect(received).toEqual([]);
		const headers = { 'x-api-key': key };
		const unknown = await ask(`http://${server.place}/elsewhere`, { headers });
		expect(unknown.status).toBe(404);
		const statuses: number[] = [];
		let last = unknown;
		while (last.status !== 429 && statuses.length < 80) {
			last = await ask(url, { headers });
			statuses.push(last.status);
		}
		expect(new Set(statuses)).toEqual(new Set([200, 429]));
		expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(last.json).toMatchObject({ title: 'Too many calls', status: 429 });
		expect(await server.end()).toBe(0);
	});

	test('does not start with another passphrase, and says so in a sentence', async () => {
		const server = await start('another passphrase');
		expect(await server.end()).toBe(1);
		expect(server.printed()).toMatch(
			/The passphrase does not open realm "default" in .+: enter its passphrase\./,
		);
	});
});

describe('a user who was taken out of every group', () => {
	test('answers 403 to a known caller who may not call', async () => {
		const program = `
			import { closeRealms, openRealm, parseLock } from 'n8n-nodes-incoming-api';
			const storage = { kind: 'sqlite', file: process.argv[1] };
			const { realm } = await openRealm({ realm: 'default', lock: parseLock(process.argv[2]), storage });
			console.log((await realm.administer.groups.removeUser('Default', 'reporting-app')).kind);
			await closeRealms();`;
		const file = join(folder, 'realm.sqlite');
		const args = ['--input-type=module', '--eval', program, file, PASSPHRASE];
		expect(await runNode(args)).toBe('done');
		const server = await start();
		const answer = await ask(`http://${server.place}/orders`, { headers: { 'x-api-key': key } });
		expect(answer).toMatchObject({ status: 403, json: { title: 'Not allowed' } });
		expect(received).toEqual([]);
		expect(await server.end()).toBe(0);
	});
});
