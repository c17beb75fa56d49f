import assert from 'node:assert/strict';
import { secretsCredential } from '../../demo/credentials.mts';
import { changeCredential } from '../../n8n/credentials.mts';
import { newestExecution } from '../../n8n/executions.mts';
import type { Check } from '../report.mts';
import { callWithKey, type MadeWorkflow, type World } from '../world.mts';

/** The external API gets exactly the secret, and nothing at all once it is switched off. */
export function secretKeys(world: World): readonly Check[] {
	return [
		received(world, 'from API Request', 'smoke-api-request'),
		received(world, "from n8n's own HTTP Request", 'smoke-http-request'),
		received(
			world,
			'written $<_datasource.MyAPIKey>, with text around',
			'smoke-other-form',
			'Bearer ',
		),
		switchedOff(world, 'API Request', 'smoke-api-request', 'apiRequest'),
		switchedOff(world, 'HTTP Request', 'smoke-http-request', 'httpRequest'),
		received(world, 'from the example, once it is enabled again', 'call-out'),
	];
}

function received(world: World, sender: string, path: string, before = ''): Check {
	const { externalApi, memory } = world;
	return {
		sentence: `the external API receives exactly the secret, ${sender}`,
		find: async () => {
			externalApi.takeReceived();
			const { status, body } = await callWithKey(world, path);
			assert.equal(status, 200, body);
			const requests = externalApi.takeReceived();
			const { secret } = memory.now();
			assert.equal(requests.length, 1);
			assert.ok(
				requests[0]?.headers.authorization === `${before}${secret}`,
				'it received other text',
			);
			assert.ok(!body.includes(secret), 'the secret came back to the caller');
			return `${status}  1 request, Authorization: ${before}<the secret, ${secret.length} characters>`;
		},
	};
}

function switchedOff(world: World, node: string, path: string, workflow: MadeWorkflow): Check {
	const { session, memory, secrets, externalApi, made } = world;
	return {
		sentence: `secret key disabled: ${node} fails naming it, and the external API sees no request`,
		find: async () => {
			const { secret } = memory.now();
			await changeCredential(session, secrets.id, secretsCredential(secret, 'MyAPIKey'));
			try {
				externalApi.takeReceived();
				const { status } = await callWithKey(world, path);
				const { status: outcome, error = '' } = await newestExecution(session, made[workflow]);
				assert.deepEqual([status, outcome], [500, 'error']);
				assert.match(error, /MyAPIKey/);
				assert.equal(externalApi.takeReceived().length, 0, 'the external API saw a request');
				return `${status}  execution error: ${error}  requests: 0`;
			} finally {
				await changeCredential(session, secrets.id, secretsCredential(secret));
			}
		},
	};
}
