import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { listExecutions } from '../scripts/n8n/executions.mts';
import { activateWorkflow, createWorkflow } from '../scripts/n8n/workflows.mts';
import type { Check } from '../scripts/smoke/report.mts';
import { authorizationServerWorkflow, protectedWorkflow } from '../scripts/smoke/workflows.mts';
import { STEP_LIMIT_MS } from './browser.mts';
import { openSite } from './site.mts';
import type { World } from '../scripts/smoke/world.mts';

const USER = 'page';

/** Pages in a real browser that call triggers: what may be sent and read is the browser's word. */
export function pagesThatCall(world: World, browser: Browser): readonly Check[] {
	const { session, n8n, realm, admin } = world;

	/** What a page of this origin gets when its script calls; what the browser withholds is an error. */
	const callFrom = async (origin: string, path: string, headers: Record<string, string>) => {
		const page = await browser.newPage();
		page.setDefaultTimeout(STEP_LIMIT_MS);
		try {
			await page.goto(origin);
			return await page.evaluate(
				async ([url, fields]) => {
					const sent = { method: 'POST', headers: fields, body: '{"order":17}' };
					try {
						const answer = await fetch(url, sent);
						return [answer.status, await answer.text(), answer.headers.get('x-request-id')];
					} catch (error) {
						return [String(error)];
					}
				},
				[`${n8n.webhookUrl}/webhook/${path}`, headers] as const,
			);
		} finally {
			await page.close();
		}
	};
	const add = async (path: string, parameters: Readonly<Record<string, unknown>>) => {
		const post = { httpMethod: 'POST', ...parameters };
		const id = await createWorkflow(session, protectedWorkflow(realm, path, post));
		await activateWorkflow(session, id);
		return id;
	};
	const onTwoSites = async (find: (mine: string, other: string) => Promise<string>) => {
		const [mine, other] = [await openSite(), await openSite()];
		try {
			return await find(mine.origin, other.origin);
		} finally {
			await mine.close();
			await other.close();
		}
	};
	const domainKeyOf = async (origins: string): Promise<string> => {
		const own = { username: USER, name: 'page', privileges: 'Use API Key, Run Actions' };
		const create = { resource: 'domainKey', operation: 'create', origins, ...own };
		return String((await admin(create))['key']);
	};
	const json = { 'content-type': 'application/json' };
	const readsAnswer = (got: readonly unknown[]) => {
		assert.equal(got[0], 200, String(got));
		assert.match(String(got[1]), /"order":17/);
		assert.match(String(got[2]), /^[0-9a-f-]{36}$/);
	};

	return [
		{
			sentence: 'a page of a listed origin calls with fetch and reads the answer, another cannot',
			find: async () =>
				await onTwoSites(async (mine, other) => {
					const user = { username: USER, name: 'page', displayName: '' };
					await admin({ resource: 'user', operation: 'create', ...user });
					const generated = await admin({ resource: 'apiKey', operation: 'generate', ...user });
					const shown = { ...json, 'x-api-key': String(generated['key']) };
					const id = await add('e2e-page', { options: { allowedOrigins: mine } });
					readsAnswer(await callFrom(mine, 'e2e-page', shown));
					const wrong = await callFrom(mine, 'e2e-page', { ...shown, 'x-api-key': 'wrong' });
					assert.equal(wrong[0], 401);
					const refused = await callFrom(other, 'e2e-page', shown);
					assert.deepEqual(refused, ['TypeError: Failed to fetch']);
					assert.equal((await listExecutions(session, id)).length, 1);
					return `${mine}: 200, wrong key 401; ${other}: ${refused.join(' ')}`;
				}),
		},
		{
			sentence: 'a page calls with a domain key of its origin, and a page elsewhere cannot',
			find: async () =>
				await onTwoSites(async (mine, other) => {
					const shown = { ...json, 'x-domain-key': await domainKeyOf(mine) };
					const id = await add('e2e-domain-key', { acceptedCredentials: ['domainKey'] });
					readsAnswer(await callFrom(mine, 'e2e-domain-key', shown));
					const refused = await callFrom(other, 'e2e-domain-key', shown);
					assert.deepEqual(refused, ['TypeError: Failed to fetch']);
					assert.equal((await listExecutions(session, id)).length, 1);
					return `${mine}: 200; ${other}: ${refused.join(' ')}`;
				}),
		},
		{
			sentence:
				'a page exchanges a domain key for a token as Inbenta has it, and a page elsewhere can use neither',
			find: async () =>
				await onTwoSites(async (mine, other) => {
					const server = authorizationServerWorkflow(realm, 'e2e-inbenta', ['inbenta']);
					await activateWorkflow(session, await createWorkflow(session, server));
					await add('e2e-token', { acceptedCredentials: ['accessToken'] });
					const named = { ...json, 'x-inbenta-key': await domainKeyOf(mine) };
					const [status, body] = await callFrom(mine, 'e2e-inbenta/auth', named);
					assert.equal(status, 200, String(body));
					const { accessToken } = JSON.parse(String(body)) as { accessToken: string };
					world.accessTokens.push(accessToken);
					const shown = { ...named, authorization: `Bearer ${accessToken}` };
					readsAnswer(await callFrom(mine, 'e2e-token', shown));
					const next = await callFrom(mine, 'e2e-inbenta/refreshToken', shown);
					assert.equal(next[0], 200, String(next[1]));
					for (const path of ['e2e-inbenta/auth', 'e2e-inbenta/refreshToken', 'e2e-token']) {
						const refused = await callFrom(other, path, shown);
						assert.deepEqual(refused, ['TypeError: Failed to fetch']);
					}
					return `${mine}: 200; ${other}: nothing`;
				}),
		},
	];
}
