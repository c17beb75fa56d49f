import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { callThrough } from '../proxies/call-through';
import { startEcho } from '../proxies/echo';
import { runProxy, type RunningProxy } from '../proxies/run-proxy';
import { describeProxies } from '../proxies/with-proxy';
import { consumerFolder, runNode } from './installed';
import { type RunningExample, runExample } from './run-example';

const PAGE = 'how-to-use-a-realm-without-n8n.md';
const PASSPHRASE = 'a passphrase of this test';
const ADDRESS = 'https://api.example.com/webhook/whoami';

/** Makes a realm with a user, and prints a key. */
const PROGRAM = `
	import { closeRealms, openRealm, parseLock } from 'n8n-nodes-incoming-api';
	const storage = { kind: 'sqlite', file: process.argv[1] };
	const { realm } = await openRealm({ realm: 'default', lock: parseLock(process.argv[2]), storage });
	await realm.administer.users.create({ username: 'zoë' });
	const { value } = await realm.administer.apiKeys.generate({ username: 'zoë', name: 'k' });
	console.log(value.key);
	await closeRealms();`;

describeProxies((program) => {
	describe('the page on use without n8n', () => {
		let folder: string;
		let key: string;
		let decider: RunningExample;
		let echo: Awaited<ReturnType<typeof startEcho>>;
		let proxy: RunningProxy;
		beforeAll(async () => {
			folder = await mkdtemp(join(consumerFolder, 'realm-'));
			const file = join(folder, 'realm.sqlite');
			key = await runNode(['--input-type=module', '--eval', PROGRAM, file, PASSPHRASE]);
			const environment = { INCOMING_API_PASSPHRASE: PASSPHRASE, REALM_FILE: file };
			decider = await runExample('forward-auth.mjs', environment);
			echo = await startEcho();
			proxy = await runProxy(program, PAGE, echo.place, ['api.example.com'], decider.place);
		});
		afterAll(async () => {
			await proxy.close();
			await echo.close();
			expect(await decider.end()).toBe(0);
			await rm(folder, { recursive: true });
		});

		test('a call with a key passes, with who calls and with its body', async () => {
			const headers = { 'x-api-key': key, 'x-auth-caller': 'user:admin' };
			const told = await callThrough(proxy, ADDRESS, { method: 'POST', headers, body: 'b' });
			expect(told.status).toBe(200);
			expect(told.arrived).toMatchObject({ method: 'POST', url: '/webhook/whoami', body: 'b' });
			expect(told.arrived?.headers['x-auth-caller']).toBe('user:zo%C3%AB');
		});

		test('a call without one is refused in front', async () => {
			const { status, arrived } = await callThrough(proxy, ADDRESS);
			expect([status, arrived]).toEqual([401, undefined]);
		});

		test('nobody names another call than that which is made', async () => {
			const { status, arrived } = await callThrough(proxy, `${ADDRESS}?key=${key}`, {
				headers: { 'x-api-key': key, 'x-forwarded-uri': '/', 'x-forwarded-method': 'GET' },
			});
			expect(arrived).toBeUndefined();
			expect(status).toBe(program === 'nginx' ? 500 : 400);
		});
	});
});
