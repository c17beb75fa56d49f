import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebhookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeParameters,
	IWebhookData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { AccessRealmApi } from '../../credentials/AccessRealmApi.credentials';
import { additionalDataOf, aNode, aWorkflow, type Installed } from './harness';

/** What a trigger is given of a request, as n8n's server prepares it. */
async function prepare(request: IncomingMessage) {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	const text = Buffer.concat(chunks).toString();
	const url = new URL(request.url ?? '/', 'http://127.0.0.1');
	const contentType = request.headers['content-type']?.split(';')[0] ?? '';
	return Object.assign(request, {
		originalUrl: request.url ?? '/',
		query: Object.fromEntries(url.searchParams),
		params: {},
		ip: request.socket.remoteAddress,
		contentType,
		body: contentType === 'application/json' ? (JSON.parse(text) as unknown) : undefined,
	});
}

/** An Incoming API Trigger behind a real HTTP server; `runs` has what it would have started. */
export class ListeningTrigger {
	readonly runs: IWebhookResponseData[] = [];

	private readonly server: Server = createServer((request, response) => {
		void this.receive(request, response);
	});

	private readonly type = new IncomingApiTrigger();

	private readonly installed: Installed;

	private readonly node: INode;

	private readonly answer: (response: ServerResponse) => void;

	constructor(
		installed: Installed,
		node: INode,
		answer = (response: ServerResponse): void => void response.end('from n8n'),
	) {
		this.installed = installed;
		this.node = node;
		this.answer = answer;
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const workflow = aWorkflow(this.installed, [this.node]);
		const prepared = await prepare(request);
		const data = additionalDataOf(this.installed, {
			httpRequest: prepared as never,
			httpResponse: response as never,
		});
		const webhook = { webhookDescription: this.type.description.webhooks?.[0] } as IWebhookData;
		const context: unknown = new WebhookContext(
			workflow,
			this.node,
			data,
			'webhook',
			webhook,
			[],
			null,
		);
		const outcome = await this.type.webhook.call(context as IWebhookFunctions);
		if (outcome.noWebhookResponse) return;
		this.runs.push(outcome);
		this.answer(response);
	}

	async listen(): Promise<this> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return this;
	}

	url(path = '/webhook/orders'): string {
		return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}${path}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

/** A trigger with these parameters and the realm of this credential, listening. */
export async function aListeningTrigger(
	parameters: INodeParameters,
	given: ICredentialDataDecryptedObject,
	answer?: (response: ServerResponse) => void,
): Promise<ListeningTrigger> {
	const type = 'n8n-nodes-incoming-api.incomingApiTrigger';
	const id = `credential ${JSON.stringify(given)}`;
	const installed = {
		nodes: { [type]: new IncomingApiTrigger() },
		credentialTypes: [new AccessRealmApi()],
		credentials: { [id]: given },
	};
	const node = aNode({
		name: 'Incoming API Trigger',
		type,
		webhookId: '2f4f2f0e-6f0a-4c52-8c8e-1f2f3a4b5c6d',
		parameters: { path: 'orders', httpMethod: 'POST', ...parameters },
		credentials: { accessRealmApi: { id, name: 'Realm' } },
	});
	return await new ListeningTrigger(installed, node, answer).listen();
}
