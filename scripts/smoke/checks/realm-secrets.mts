import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCredential } from '../../n8n/credentials.mts';
import { newestExecution } from '../../n8n/executions.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { seal } from '../seal.mts';
import { callOutWorkflow } from '../workflows.mts';
import { callWithKey, type World } from '../world.mts';

const DATASOURCE = 'crm';
const KEY = { resource: 'secret', datasource: DATASOURCE, secret: 'PartnerKey' };
const SENDERS = ['apiRequest', 'httpRequest'] as const;
const ANNOUNCED_WITHIN_MS = 1000;

/** A secret that the realm keeps: sealed by one who cannot read it, sent by workflows, never seen. */
export function realmSecrets(world: World): readonly Check[] {
	const { admin, session, externalApi, realm, realmSecrets: values } = world;
	const [first, second] = values;
	const workflows: Record<string, string> = {};
	let publicKey = '';

	const pathOf = (sender: string): string => `smoke-realm-${sender}`;
	const receives = async (value: string): Promise<string> => {
		const versions: string[] = [];
		for (const sender of SENDERS) {
			externalApi.takeReceived();
			const { status, body } = await callWithKey(world, pathOf(sender));
			assert.equal(status, 200, body);
			const [request, ...others] = externalApi.takeReceived();
			assert.ok(request?.headers.authorization === value, 'it received other text');
			assert.equal(others.length, 0);
			assert.ok(!body.includes(value), 'the secret came back to the caller');
			versions.push(`${sender} 1 request`);
		}
		return `${versions.join(', ')}, Authorization: <the secret, ${value.length} characters>`;
	};

	return [
		{
			sentence: 'a datasource is made, a value sealed for it by "incoming-api seal" is taken in',
			find: async () => {
				const datasource = await admin({
					resource: 'secret',
					operation: 'createDatasource',
					name: DATASOURCE,
					allowedDomains: '127.0.0.1',
				});
				publicKey = String(datasource['publicKey']);
				const sealed = await seal(publicKey, DATASOURCE, KEY.secret, first);
				const name = KEY.secret;
				const made = await admin({ ...KEY, operation: 'create', name, sealed });
				const secrets = await createCredential(session, {
					name: 'Secret Keys of the realm',
					type: 'secretKeysApi',
					data: {
						source: 'realm',
						allowedDomains: '127.0.0.1',
						realm: 'default',
						storage: 'automatic',
						datasource: DATASOURCE,
						datasourceKey: String(datasource['datasourceKey']),
					},
				});
				const header = `\${_datasource.${KEY.secret}}`;
				const url = `${externalApi.url}/orders`;
				for (const node of SENDERS) {
					const path = pathOf(node);
					const workflow = callOutWorkflow({ path, node, url, header, realm, secrets });
					workflows[node] = await createWorkflow(session, workflow);
					await activateWorkflow(session, workflows[node]);
				}
				return JSON.stringify(made);
			},
		},
		{
			sentence: 'the external API receives exactly it, from API Request and from HTTP Request',
			find: async () => await receives(first),
		},
		{
			sentence: 'rotated, it receives the new value',
			find: async () => {
				const sealed = await seal(publicKey, DATASOURCE, KEY.secret, second);
				await admin({ ...KEY, operation: 'rotate', sealed });
				await sleep(ANNOUNCED_WITHIN_MS);
				return await receives(second);
			},
		},
		{
			sentence: 'each use is in the audit, that of API Request with its caller',
			find: async () => {
				const filters = { kind: 'secretUse' };
				const uses = await world.adminAll({
					...{ resource: 'auditLog', operation: 'getAll', returnAll: true, filters },
				});
				const shown = uses.map(({ secret, version, user }) => [secret, version, user ?? null]);
				const [ofHttp, ofApi] = uses;
				assert.deepEqual([ofHttp?.['version'], ofApi?.['version']], [2, 2]);
				assert.ok(uses.some(({ user }) => typeof user === 'string'));
				assert.equal(uses.length, 4);
				return JSON.stringify(shown);
			},
		},
		{
			sentence: 'disabled, both nodes fail naming it, and the external API sees no request',
			find: async () => {
				await admin({ ...KEY, operation: 'disable' });
				await sleep(ANNOUNCED_WITHIN_MS);
				externalApi.takeReceived();
				const errors: string[] = [];
				for (const sender of SENDERS) {
					await callWithKey(world, pathOf(sender));
					const { error = '' } = await newestExecution(session, workflows[sender] ?? '');
					assert.match(error, /PartnerKey.*disabled/);
					errors.push(`${sender}: ${error}`);
				}
				assert.equal(externalApi.takeReceived().length, 0);
				return errors.join('  ');
			},
		},
	];
}
