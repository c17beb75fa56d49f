import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebhookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INodeParameters,
	INodeType,
	IWebhookData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { AccessRealmApi } from '../../credentials/AccessRealmApi.credentials';
import { AuthorizationServerTrigger } from '../../nodes/AuthorizationServerTrigger/AuthorizationServerTrigger.node';
import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { additionalDataOf, aNode, aWorkflow, type Installed } from './harness';

const PACKAGE = 'n8n-nodes-incoming-api';

/** An Authorization Server Trigger and a protected Incoming API Trigger behind one HTTP server. */
export interface ListeningServer {
	/** Address of the authorization server: its issuer. */
	readonly issuer: string;
	/** Address of the protected trigger. */
	readonly protectedUrl: string;
	/** What would have run, by node. */
	readonly runs: readonly { readonly node: string; readonly outcome: IWebhookResponseData }[];
	close(): Promise<void>;
}

/** A request as n8n's server prepares it for a node. */
async function prepare(request: IncomingMessage) {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	const rawBody = Buffer.concat(chunks);
	const contentType = request.headers['content-type']?.split(';')[0] ?? '';
	const isForm = contentType === 'application/x-www-form-urlencoded';
	const url = new URL(request.url ?? '/', 'http://127.0.0.1');
	return Object.assign(request, {
		originalUrl: request.url ?? '/',
		query: Object.fromEntries(url.searchParams),
		params: {},
		ip: request.socket.remoteAddress,
		contentType,
		// n8n reads no other content before a node asks for it.
		...(isForm || contentType === 'application/json' ? { rawBody } : {}),
		body: isForm ? Object.fromEntries(new URLSearchParams(rawBody.toString())) : {},
	});
}

export async function aListeningServer(
	realm: ICredentialDataDecryptedObject,
	{
		events = [],
		dialects = ['oauth'],
		options = {},
	}: {
		readonly events?: readonly string[];
		readonly dialects?: readonly string[];
		/** Beside the public URL. */
		readonly options?: INodeParameters;
	} = {},
): Promise<ListeningServer> {
	const types: Record<string, INodeType> = {
		[`${PACKAGE}.authorizationServerTrigger`]: new AuthorizationServerTrigger(),
		[`${PACKAGE}.incomingApiTrigger`]: new IncomingApiTrigger(),
	};
	const installed: Installed = {
		nodes: types,
		credentialTypes: [new AccessRealmApi()],
		credentials: { realm },
	};
	const runs: { node: string; outcome: IWebhookResponseData }[] = [];
	const credentials = { accessRealmApi: { id: 'realm', name: 'Realm' } };
	let issuer = '';

	const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const isServer = request.url?.startsWith('/webhook/auth/') === true;
		const name = isServer ? 'Authorization Server Trigger' : 'Incoming API Trigger';
		const type = `${PACKAGE}.${isServer ? 'authorizationServerTrigger' : 'incomingApiTrigger'}`;
		const parameters = isServer
			? {
					path: 'auth',
					dialects: [...dialects],
					events: [...events],
					options: { ...options, publicUrl: issuer },
				}
			: { path: 'orders', httpMethod: 'GET', acceptedCredentials: ['accessToken'] };
		const node = aNode({ name, type, parameters, credentials });
		const workflow = aWorkflow(installed, [node]);
		const data = additionalDataOf(installed, {
			httpRequest: (await prepare(request)) as never,
			httpResponse: response as never,
		});
		const webhook = {
			webhookDescription: types[type]?.description.webhooks?.[0],
		} as IWebhookData;
		const context: unknown = new WebhookContext(workflow, node, data, 'webhook', webhook, [], null);
		const outcome = await types[type]?.webhook?.call(context as IWebhookFunctions);
		if (outcome?.workflowData !== undefined) runs.push({ node: name, outcome });
		if (outcome?.noWebhookResponse !== true) response.end(JSON.stringify(outcome?.workflowData));
	};
	const server = createServer((request, response) => void receive(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	issuer = `${origin}/webhook/auth`;
	return {
		issuer,
		protectedUrl: `${origin}/webhook/orders`,
		runs,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
