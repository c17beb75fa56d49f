import { randomUUID } from 'node:crypto';
import type { CredentialReference } from '../n8n/credentials.mts';
import type { Workflow, WorkflowNode } from '../n8n/workflows.mts';

const OURS = 'n8n-nodes-incoming-api';

/** Answers anybody, and says who called; also takes a body. */
export function anonymousWorkflow(realm: CredentialReference): Workflow {
	return chain('Smoke: anonymous', [
		trigger(realm, {
			path: 'smoke-anonymous',
			multipleMethods: true,
			httpMethod: ['GET', 'POST'],
			allowAnonymous: true,
		}),
		response('={{ JSON.stringify($json) }}'),
	]);
}

/** Answers callers of an application. */
export function applicationWorkflow(
	realm: CredentialReference,
	path: string,
	application: string,
): Workflow {
	return chain(`Smoke: ${application}`, [
		trigger(realm, { path, application }),
		response('={{ JSON.stringify($json) }}'),
	]);
}

/** Should answer through a response node and has none. */
export function silentWorkflow(realm: CredentialReference): Workflow {
	return chain('Smoke: forgets to answer', [
		trigger(realm, { path: 'smoke-silent' }),
		node('Nothing', 'n8n-nodes-base.noOp', 1, {}),
	]);
}

/** Calls out with a reference in the Authorization header, and answers with what came back. */
export function callOutWorkflow(use: {
	readonly path: string;
	readonly node: 'apiRequest' | 'httpRequest';
	readonly url: string;
	readonly header: string;
	readonly realm: CredentialReference;
	readonly secrets: CredentialReference;
}): Workflow {
	const parameters = {
		method: 'GET',
		url: use.url,
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'Authorization', value: use.header }] },
	};
	const request =
		use.node === 'apiRequest'
			? node('Call Out', `${OURS}.apiRequest`, 2, parameters)
			: node('Call Out', 'n8n-nodes-base.httpRequest', 4.2, {
					...parameters,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'secretKeysApi',
				});
	return chain(`Smoke: ${use.path}`, [
		trigger(use.realm, { path: use.path }),
		{ ...request, credentials: { secretKeysApi: use.secrets } },
		response('={{ JSON.stringify($json) }}'),
	]);
}

function trigger(
	accessRealmApi: CredentialReference,
	parameters: WorkflowNode['parameters'],
): WorkflowNode {
	return {
		...node('Trigger', `${OURS}.incomingApiTrigger`, 2, {
			multipleMethods: false,
			httpMethod: 'GET',
			allowAnonymous: false,
			responseMode: 'responseNode',
			...parameters,
		}),
		webhookId: randomUUID(),
		credentials: { accessRealmApi },
	};
}

function response(responseBody: string): WorkflowNode {
	return node('Response', `${OURS}.incomingApiResponse`, 2, {
		statusCode: 200,
		respondWith: 'json',
		responseBody,
	});
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: WorkflowNode['parameters'],
): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters };
}

function chain(name: string, nodes: readonly WorkflowNode[]): Workflow {
	const links = nodes
		.slice(1)
		.map(({ name: next }, index) => [
			nodes[index]?.name ?? '',
			{ main: [[{ node: next, type: 'main', index: 0 }]] },
		]);
	const placed = nodes.map((each, index) => ({ ...each, position: [index * 220, 0] as const }));
	return {
		name,
		nodes: placed,
		connections: Object.fromEntries(links) as Record<string, unknown>,
		settings: { executionOrder: 'v1' },
	};
}
