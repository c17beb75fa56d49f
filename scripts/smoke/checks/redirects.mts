import assert from 'node:assert/strict';
import { newestExecution } from '../../n8n/executions.mts';
import type { Check } from '../report.mts';
import { callWithKey, type MadeWorkflow, type World } from '../world.mts';

/** An external API that redirects to another host does not take the secret there. */
export function redirects(world: World): readonly Check[] {
	return [
		redirected(world, 'API Request', 'smoke-api-request-moved', 'apiRequestMoved'),
		redirected(world, 'HTTP Request', 'smoke-http-request-moved', 'httpRequestMoved'),
	];
}

function redirected(world: World, node: string, path: string, workflow: MadeWorkflow): Check {
	const { session, externalApi, otherHost, memory, made } = world;
	return {
		sentence: `a redirect to another host does not carry the secret, from ${node}`,
		find: async () => {
			externalApi.takeReceived();
			otherHost.takeReceived();
			const { status } = await callWithKey(world, path);
			const { error = 'none' } = await newestExecution(session, made[workflow]);
			const asked = externalApi.takeReceived().length;
			assert.equal(asked, 1, 'the external API was not asked once');
			const elsewhere = otherHost.takeReceived();
			const seen = JSON.stringify(elsewhere);
			assert.ok(!seen.includes(memory.now().secret), 'the other host received the secret');
			return `${status}  requests there: ${elsewhere.length}  execution error: ${error}`;
		},
	};
}
