import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { adminWorkflow } from '../../demo/administer.mts';
import { call } from '../../demo/call.mts';
import { newestExecution } from '../../n8n/executions.mts';
import { runManually } from '../../n8n/manual-run.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { authorizationServerWorkflow } from '../workflows.mts';
import { callWithKey, USER, type World } from '../world.mts';

const SERVER = 'smoke-links';

/** Keys and secrets go through one-time links, and not through n8n. */
export function oneTimeLinks(world: World): readonly Check[] {
	const { session, realm, admin, adminAll, webhook, linkValues } = world;
	let link = '';

	const send = async (fields: Readonly<Record<string, string>> = {}) => {
		const { origin, pathname, searchParams } = new URL(link);
		const body = new URLSearchParams([...searchParams, ...Object.entries(fields)]);
		const answer = await fetch(origin + pathname, { method: 'POST', body });
		return { status: answer.status, html: await answer.text() };
	};

	return [
		{
			sentence: 'a key that is delivered by a link is not in the execution that n8n keeps',
			find: async () => {
				const server = authorizationServerWorkflow(realm, SERVER);
				await activateWorkflow(session, await createWorkflow(session, server));
				const key = { resource: 'apiKey', operation: 'generate', username: USER, name: 'by link' };
				const workflow = adminWorkflow(realm, { ...key, deliverBy: 'link', linkHours: 24 });
				const settings = { ...workflow.settings, saveManualExecutions: true };
				const id = await createWorkflow(session, { ...workflow, settings });
				const { error } = await runManually(session, id, 'Start');
				assert.equal(error, undefined);
				const { firstItems } = await newestExecution(session, id);
				const kept = JSON.stringify(firstItems['Access Admin']);
				link = String((firstItems['Access Admin'] as Record<string, unknown>)['link']);
				assert.ok(link.startsWith(`${webhook(SERVER)}/once?link=ilnk_`), kept);
				assert.doesNotMatch(kept, /iapi_live_\w{22}_/);
				return 'a saved execution has the link and no key';
			},
		},
		{
			sentence: 'looking at the link shows nothing, a click shows the key once, and the key works',
			find: async () => {
				for (let preview = 0; preview < 2; preview += 1) {
					const { status, body } = await call(link, {});
					assert.equal(status, 200);
					assert.doesNotMatch(body, /iapi_/);
				}
				const shown = await send();
				const [, key = ''] = /<code>(iapi_\w+)<\/code>/.exec(shown.html) ?? [];
				assert.equal(shown.status, 200);
				linkValues.push(key);
				assert.equal((await callWithKey({ ...world, apiKey: key })).status, 200);
				const again = await send();
				assert.equal(again.status, 404);
				return `${shown.status}, then ${again.status}`;
			},
		},
		{
			sentence: 'a secret that is typed on a link is kept, and is in no execution',
			find: async () => {
				const value = `typed-${randomUUID()}`;
				linkValues.push(value);
				const datasource = { resource: 'secret', datasource: 'smoke-links' };
				const created = { name: 'smoke-links', allowedDomains: 'api.example.com' };
				await admin({ ...datasource, operation: 'createDatasource', ...created });
				const entry = { operation: 'createByLink', name: 'MyAPIKey', linkHours: 1 };
				link = String((await admin({ ...datasource, ...entry }))['link']);
				assert.equal((await send({ value: 'short' })).status, 422);
				assert.equal((await send({ value })).status, 200);
				const keys = await adminAll({ ...datasource, operation: 'getAll', returnAll: true });
				assert.deepEqual(
					keys.map(({ name, state, version }) => [name, state, version]),
					[['MyAPIKey', 'active', 1]],
				);
				const filters = { kind: 'authorization' };
				const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
				const uses = (await adminAll(audit)).filter(({ operation }) => operation === 'link.use');
				return uses
					.map(({ decision, reason }) => [decision, reason].filter(Boolean).join(' '))
					.join(', ');
			},
		},
	];
}
