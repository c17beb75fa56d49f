import assert from 'node:assert/strict';
import { call, preflight } from '../../demo/call.mts';
import { listExecutions } from '../../n8n/executions.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { protectedWorkflow } from '../workflows.mts';
import { USER, type World } from '../world.mts';

const PAGE = 'https://app.example.com';
const SHOP = 'https://shop.example.com';
const ELSEWHERE = 'https://evil.example.net';

/** Calls as browsers send them: by origin, with an API key or a domain key, and preflights. */
export function browserCalls(world: World): readonly Check[] {
	const { session, realm, webhook, apiKey, admin } = world;
	let listed = '';
	let domainKey = '';

	const add = async (path: string, parameters: Readonly<Record<string, unknown>>) => {
		const id = await createWorkflow(session, protectedWorkflow(realm, path, parameters));
		await activateWorkflow(session, id);
		return id;
	};
	const from = async (path: string, headers: Readonly<Record<string, string>>) => {
		const { status, json, headers: fields } = await call(webhook(path), headers);
		const problem = String(json?.['type'] ?? '').split('#')[1];
		return [status, fields['access-control-allow-origin'], problem];
	};

	return [
		{
			sentence: 'a page of a listed origin calls and may read the answer, also of a refusal',
			find: async () => {
				listed = await add('smoke-page', { options: { allowedOrigins: `${PAGE},${SHOP}` } });
				const right = await from('smoke-page', { origin: SHOP, 'x-api-key': apiKey });
				const wrong = await from('smoke-page', { origin: SHOP, 'x-api-key': 'wrong' });
				assert.deepEqual(right, [200, SHOP, undefined]);
				assert.deepEqual(wrong, [401, SHOP, 'unauthenticated']);
				return `${right.join(' ')}  ${wrong.join(' ')}`;
			},
		},
		{
			sentence: 'a page of another origin is refused with the right key, and starts nothing',
			find: async () => {
				const before = (await listExecutions(session, listed)).length;
				const refused = await from('smoke-page', { origin: ELSEWHERE, 'x-api-key': apiKey });
				const unlisted = await from('whoami', { origin: PAGE, 'x-api-key': apiKey });
				assert.deepEqual(refused, [403, undefined, 'origin-not-allowed']);
				assert.deepEqual(unlisted, [403, undefined, 'origin-not-allowed']);
				assert.equal((await listExecutions(session, listed)).length, before);
				return refused.join(' ');
			},
		},
		{
			sentence: 'a domain key runs the workflow from a page of its origin, and from nowhere else',
			find: async () => {
				const created = await admin({
					resource: 'domainKey',
					operation: 'create',
					username: USER,
					name: 'shop',
					origins: SHOP,
					privileges: 'Use API Key, Run Actions',
				});
				domainKey = String(created['key']);
				const id = await add('smoke-domain-key', { acceptedCredentials: ['domainKey'] });
				const shown = { 'x-domain-key': domainKey };
				assert.deepEqual(await from('smoke-domain-key', { ...shown, origin: SHOP }), [
					...[200, SHOP, undefined],
				]);
				for (const more of [{}, { origin: ELSEWHERE }, { origin: 'null' }]) {
					assert.deepEqual(await from('smoke-domain-key', { ...shown, ...more }), [
						...[403, undefined, 'origin-not-allowed'],
					]);
				}
				const damaged = domainKey.slice(0, -1) + (domainKey.endsWith('0') ? '1' : '0');
				const wrong = await from('smoke-domain-key', { 'x-domain-key': damaged, origin: SHOP });
				assert.deepEqual([wrong[0], wrong[2]], [401, 'unauthenticated']);
				assert.equal((await listExecutions(session, id)).length, 1);
				return `${SHOP} 200, a wrong key 401, no origin, null and ${ELSEWHERE} 403`;
			},
		},
		{
			sentence: "n8n's preflight allows a listed origin, and no other where one method is stored",
			find: async () => {
				const asked = async (path: string, origin: string) => {
					const { status, allowed } = await preflight(webhook(path), origin, 'GET');
					assert.equal(status, 204);
					return allowed;
				};
				assert.equal(await asked('smoke-page', SHOP), SHOP);
				assert.equal(await asked('smoke-page', ELSEWHERE), PAGE);
				const several = { multipleMethods: true, httpMethod: ['GET', 'POST'] };
				await add('smoke-methods', { ...several, options: { allowedOrigins: PAGE } });
				assert.equal(await asked('smoke-methods', ELSEWHERE), ELSEWHERE);
				assert.equal(await asked('smoke-domain-key', SHOP), SHOP);
				await add('smoke-wildcard', { options: { allowedOrigins: 'https://*.example.org' } });
				const wildcard = await asked('smoke-wildcard', 'https://a.example.org');
				assert.equal(wildcard, 'https://*.example.org');
				return 'listed: itself, other: the first of the list; several methods: any; wildcard: none';
			},
		},
		{
			sentence: 'a POST carries DELETE where that is switched on, and is a POST where it is not',
			find: async () => {
				const methods = { multipleMethods: true, httpMethod: ['POST', 'DELETE'] };
				await add('smoke-override', { ...methods, options: { methodOverride: true } });
				await add('smoke-no-override', methods);
				const sent = { 'x-api-key': apiKey, 'rest-method': 'DELETE' };
				const on = await call(webhook('smoke-override'), sent, {});
				const off = await call(webhook('smoke-no-override'), sent, {});
				const put = await call(webhook('smoke-override'), { ...sent, 'rest-method': 'PUT' }, {});
				assert.deepEqual([on.json?.['method'], off.json?.['method']], ['DELETE', 'POST']);
				assert.deepEqual([put.status, put.headers.allow], [405, 'POST, DELETE']);
				return 'on: DELETE, off: POST, PUT that is not listed: 405';
			},
		},
	];
}
