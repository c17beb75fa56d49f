import { randomUUID } from 'node:crypto';
import type { CredentialReference } from '../n8n/credentials.mts';
import type { Workflow, WorkflowNode } from '../n8n/workflows.mts';

const OURS = 'n8n-nodes-incoming-api';
/** How long an answer is kept where it is soon gone. */
export const FORGOTTEN_AFTER_S = 2;

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

/** Answers callers with a key; the parameters of the trigger say more about who may call. */
export function protectedWorkflow(
	realm: CredentialReference,
	path: string,
	parameters: WorkflowNode['parameters'],
): Workflow {
	return chain(`Smoke: ${path}`, [
		trigger(realm, { path, ...parameters }),
		response('={{ JSON.stringify($json) }}'),
	]);
}

/** Issues tokens under a path. */
export function authorizationServerWorkflow(
	accessRealmApi: CredentialReference,
	path: string,
	dialects: readonly string[] = ['oauth'],
	options: Readonly<Record<string, unknown>> = {},
): Workflow {
	const parameters = { path, dialects, events: [], options };
	const server = node('Server', `${OURS}.authorizationServerTrigger`, 2, parameters);
	const trigger = { ...server, webhookId: randomUUID(), credentials: { accessRealmApi } };
	return chain(`Smoke: ${path}`, [trigger]);
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
	readonly httpMethod?: 'GET' | 'POST';
	/** Headers beside Authorization. */
	readonly more?: readonly { readonly name: string; readonly value: string }[];
	readonly realm: CredentialReference;
	readonly secrets: CredentialReference;
}): Workflow {
	const parameters = {
		method: 'GET',
		url: use.url,
		sendHeaders: true,
		headerParameters: {
			parameters: [{ name: 'Authorization', value: use.header }, ...(use.more ?? [])],
		},
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
		trigger(use.realm, { path: use.path, httpMethod: use.httpMethod ?? 'GET' }),
		{ ...request, credentials: { secretKeysApi: use.secrets } },
		response('={{ JSON.stringify($json) }}'),
	]);
}

export const MANUAL_TRIGGER = 'When run by hand';

/** Calls an address with n8n's own HTTP Request and a credential of n8n's own, when run by hand. */
export function httpRequestWorkflow(
	url: string,
	credentials: { readonly oAuth2Api: CredentialReference },
): Workflow {
	const parameters = {
		method: 'GET',
		url,
		authentication: 'genericCredentialType',
		genericAuthType: 'oAuth2Api',
	};
	return chain(`Smoke: ${credentials.oAuth2Api.name}`, [
		node(MANUAL_TRIGGER, 'n8n-nodes-base.manualTrigger', 1, {}),
		{ ...node('Call', 'n8n-nodes-base.httpRequest', 4.2, parameters), credentials },
	]);
}

/** Calls a system with its own credential, and answers with what came back. */
export function callSystemWorkflow(use: {
	readonly path: string;
	readonly node: 'apiRequest' | 'httpRequest';
	readonly url: string;
	readonly type: string;
	readonly credential: CredentialReference;
	readonly realm: CredentialReference;
}): Workflow {
	const parameters = { method: 'GET', url: use.url };
	const request =
		use.node === 'apiRequest'
			? node('Call', `${OURS}.apiRequest`, 2, { ...parameters, authentication: use.type })
			: node('Call', 'n8n-nodes-base.httpRequest', 4.2, {
					...parameters,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: use.type,
				});
	return chain(`Smoke: ${use.path}`, [
		trigger(use.realm, { path: use.path }),
		{ ...request, credentials: { [use.type]: use.credential } },
		response('={{ JSON.stringify($json) }}'),
	]);
}

/** Sends API Requests one after the other, and answers with all items of the last one. */
export function requestsWorkflow(use: {
	readonly path: string;
	readonly httpMethod?: 'GET' | 'POST';
	readonly requests: readonly WorkflowNode['parameters'][];
	readonly realm: CredentialReference;
	readonly secrets: CredentialReference;
}): Workflow {
	const requests = use.requests.map((parameters, index) => ({
		...node(`Request ${index + 1}`, `${OURS}.apiRequest`, 2, parameters),
		credentials: { secretKeysApi: use.secrets },
	}));
	return chain(`Smoke: ${use.path}`, [
		trigger(use.realm, { path: use.path, httpMethod: use.httpMethod ?? 'GET' }),
		...requests,
		response('={{ JSON.stringify($input.all().map((item) => item.json)) }}'),
	]);
}

/** Ends when a check opens the gate that the caller has named, and tells which call it was. */
const hold = (api: string): WorkflowNode =>
	node('Hold', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'GET',
		url: `=${api}/held?gate={{ $json.query.gate }}&requestId={{ $json.requestId }}`,
	});

/** A file from base64 text in the query. */
const file = (): WorkflowNode =>
	node('File', 'n8n-nodes-base.convertToFile', 1.1, {
		operation: 'toBinary',
		sourceProperty: 'query.bytes',
		options: { mimeType: 'image/png' },
	});

const fileResponse = (): WorkflowNode =>
	node('Response', `${OURS}.incomingApiResponse`, 2, {
		statusCode: 201,
		respondWith: 'binaryFile',
		responseFile: 'data',
		responseHeaders: { entries: [{ name: 'X-Order', value: '17' }] },
	});

/** Workflows whose answers are kept, or come late. `api` holds those that are to take their time. */
export function keptAnswerWorkflows(realm: CredentialReference, parameterId: string, api: string) {
	const made = (path: string, parameters: WorkflowNode['parameters'], ...nodes: WorkflowNode[]) =>
		chain(`Smoke: ${path}`, [trigger(realm, { path, ...parameters }), ...nodes]);
	const poll = { responseMode: 'poll', pollAnswer: 'lastNode' };
	const waiting = { responseMode: 'lastNode' };
	const stop = () => node('Stop', 'n8n-nodes-base.stopAndError', 1, { errorMessage: 'stopped' });
	const withParameter = made(
		'smoke-parameter/:order',
		{ aliases: ['Smoke Orders/Submit Order'] },
		response('={{ JSON.stringify($json) }}'),
	);
	const [first, ...others] = withParameter.nodes;
	return {
		poll: made('smoke-poll', poll, hold(api)),
		pollFailing: made('smoke-poll-failing', poll, stop()),
		pollForgetting: made(
			'smoke-poll-forgetting',
			{ ...poll, options: { retentionSeconds: FORGOTTEN_AFTER_S } },
			stop(),
		),
		pollFile: made(
			'smoke-poll-file',
			{ ...poll, pollAnswer: 'responseNode' },
			file(),
			fileResponse(),
		),
		file: made('smoke-file', {}, file(), fileResponse()),
		late: made('smoke-late', waiting, hold(api)),
		once: made('smoke-once', { ...waiting, options: { idempotency: 'accepted' } }, hold(api)),
		parameter: {
			...withParameter,
			nodes: [{ ...(first as WorkflowNode), webhookId: parameterId }, ...others],
		},
	};
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
