import assert from 'node:assert/strict';
import { call } from '../../demo/call.mts';
import { listExecutions } from '../../n8n/executions.mts';
import { activateWorkflow, createWorkflow, deleteWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { protectedWorkflow } from '../workflows.mts';
import type { World } from '../world.mts';

const PATH = 'smoke-validated';
const CANARY = 'canary-of-the-body';
const BODY_SCHEMA = {
	type: 'object',
	required: ['order'],
	properties: { order: { type: 'string', pattern: '^[A-Z]-\\d+$' }, size: { default: 'small' } },
	additionalProperties: false,
};
const RULES = {
	bodySchema: JSON.stringify(BODY_SCHEMA),
	mediaTypes: ['application/json', 'application/x-www-form-urlencoded'],
	largestBody: 1,
	parameters: { parameter: [{ name: 'limit', type: 'number', default: '10' }] },
};

/** What callers send is judged before the workflow starts, and completed. */
export function validatedCalls(world: World): readonly Check[] {
	const { session, realm, webhook, apiKey } = world;
	const made = { id: '' };
	const headers = { 'x-api-key': apiKey };
	const workflow = (validation: Readonly<Record<string, unknown>>, path = PATH) =>
		protectedWorkflow(realm, path, { httpMethod: 'POST', validation });
	const send = async (contentType: string, body: string) => {
		const answer = await fetch(webhook(PATH), {
			method: 'POST',
			headers: { ...headers, 'content-type': contentType },
			body,
		});
		return {
			status: answer.status,
			accept: answer.headers.get('accept'),
			body: await answer.text(),
		};
	};
	return [
		{
			sentence: 'a right body and query run the workflow, completed by defaults',
			find: async () => {
				made.id = await createWorkflow(session, workflow(RULES));
				await activateWorkflow(session, made.id);
				const { status, json, body } = await call(`${webhook(PATH)}?limit=5`, headers, {
					order: 'A-1',
				});
				assert.equal(status, 200, body);
				assert.deepEqual(json?.['body'], { order: 'A-1', size: 'small' });
				assert.deepEqual(json?.['query'], { limit: 5 });
				const form = await send('application/x-www-form-urlencoded', 'order=B-2');
				const { query, body: fields } = JSON.parse(form.body) as Record<string, unknown>;
				assert.deepEqual([query, fields], [{ limit: 10 }, { order: 'B-2', size: 'small' }]);
				return `${status}  body = ${JSON.stringify(json?.['body'])}; a form too`;
			},
		},
		{
			sentence:
				'a wrong body is 422 with pointers and no value, a wrong type 415, a large body 413',
			find: async () => {
				const before = await listExecutions(session, made.id);
				const wrong = await call(webhook(PATH), headers, { order: CANARY, [CANARY]: 1 });
				assert.equal(wrong.status, 422, wrong.body);
				assert.ok(!wrong.body.includes(CANARY), wrong.body);
				const type = await send('text/plain', 'order');
				const large = await send('application/json', JSON.stringify({ order: 'x'.repeat(2_000) }));
				const form = await send('multipart/form-data; boundary=b', '--b--\r\n');
				assert.deepEqual([type.status, large.status, form.status], [415, 413, 415]);
				assert.equal(type.accept, RULES.mediaTypes.join(', '));
				const after = await listExecutions(session, made.id);
				assert.equal(after.length, before.length);
				return `422, 415, 413, no execution; ${JSON.stringify(wrong.json?.['errors'])}`;
			},
		},
		{
			sentence: 'a schema that cannot be used is not published, and n8n shows why',
			find: async () => {
				const broken = workflow(
					{ bodySchema: '{"properties":{"a":{"requried":[]}}}' },
					'smoke-broken',
				);
				const id = await createWorkflow(session, broken);
				const why = await activateWorkflow(session, id).then(
					() => 'it was published',
					(error: unknown) => String(error),
				);
				await deleteWorkflow(session, id);
				assert.match(why, /Body Schema at \/properties\/a has the unknown keyword "requried"/);
				return why;
			},
		},
	];
}
