import assert from 'node:assert/strict';
import { call } from '../../demo/call.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { protectedWorkflow } from '../workflows.mts';
import type { World } from '../world.mts';

const APPLICATION = 'Orders';
const ROLE = 'Order caller';
const CALLER = 'order-partner';
const PATH = 'smoke-orders';

/** Application, role, group and user, in the order in which an admin sets them up. */
export function accessModel(world: World): readonly Check[] {
	const { admin, session, realm, webhook } = world;
	const headers: Record<string, string> = {};
	const status = async (): Promise<number> => (await call(webhook(PATH), headers)).status;
	const role = { resource: 'role', application: APPLICATION };
	return [
		{
			sentence: 'application, role, group and user are set up: without Run Actions a call is 403',
			find: async () => {
				await admin({ resource: 'application', operation: 'create', name: APPLICATION });
				const privileges = 'Use API Key';
				await admin({ ...role, operation: 'create', name: ROLE, privileges });
				const given = { resource: 'group', group: APPLICATION, application: APPLICATION };
				await admin({ ...given, operation: 'addRole', role: ROLE });
				const user = { resource: 'user', username: CALLER, groups: APPLICATION };
				await admin({ ...user, operation: 'create' });
				const key = { resource: 'apiKey', username: CALLER, name: 'orders' };
				const { key: text } = await admin({ ...key, operation: 'generate' });
				headers['x-api-key'] = String(text);
				const workflow = protectedWorkflow(realm, PATH, { application: APPLICATION });
				await activateWorkflow(session, await createWorkflow(session, workflow));
				const { status, json } = await call(webhook(PATH), headers);
				assert.deepEqual([status, json?.['title']], [403, 'Not allowed']);
				return `${status}  ${JSON.stringify(json?.['detail'])}`;
			},
		},
		{
			sentence: 'the admin is told why, the caller was not',
			find: async () => {
				const explain = { resource: 'user', operation: 'explain', username: CALLER };
				const { explanation } = await admin({ ...explain, application: APPLICATION });
				assert.match(String(explanation), /lacks Run Actions/);
				return String(explanation);
			},
		},
		{
			sentence: 'once the role gives Run Actions the very next call is 200',
			find: async () => {
				const newPrivileges = 'Use API Key, Run Actions';
				await admin({ ...role, operation: 'update', role: ROLE, newPrivileges });
				assert.equal(await status(), 200);
				return '200';
			},
		},
		{
			sentence: 'a key of another application is 403 there',
			find: async () => {
				const { status } = await call(webhook(PATH), { 'x-api-key': world.apiKey });
				assert.equal(status, 403);
				return String(status);
			},
		},
	];
}
