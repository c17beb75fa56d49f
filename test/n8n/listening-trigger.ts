import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

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

/** Who sent a request, as Express finds it behind as many proxies as n8n was told of. */
function addressOf(request: IncomingMessage, proxyHops: number): string | undefined {
	const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(/\s*,\s*/);
	const addresses = [request.socket.remoteAddress, ...forwarded.filter(Boolean).reverse()];
	return addresses[Math.min(proxyHops, addresses.length - 1)];
}

/** What a trigger is given of a request, as n8n's server prepares it. */
async function prepare(request: IncomingMessage, proxyHops: number) {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	const sent = Buffer.concat(chunks);
	const read = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
	const text = read.toString();
	const url = new URL(request.url ?? '/', 'http://127.0.0.1');
	const contentType = request.headers['content-type']?.split(';')[0] ?? '';
	const isParsed = contentType === 'application/json' || contentType.startsWith('text/');
	const isMultipart = contentType.startsWith('multipart/');
	return Object.assign(request, {
		originalUrl: request.url ?? '/',
		query: Object.fromEntries(url.searchParams),
		params: {},
		ip: addressOf(request, proxyHops),
		contentType,
		rawBody: isParsed ? read : undefined,
		async readRawBody() {
			if (isMultipart) throw new Error('The body was read by somebody else.');
			Object.assign(request, { rawBody: read });
		},
		body: contentType === 'application/json' ? (JSON.parse(text) as unknown) : undefined,
	});
}

/** What n8n puts on an answer before a trigger sees the call, where it finds no list of origins. */
function allowAnyOrigin({ headers }: IncomingMessage, response: ServerResponse): void {
	if (headers.origin === undefined) return;
	response.setHeader('Access-Control-Allow-Methods', 'OPTIONS, POST');
	response.setHeader('Access-Control-Allow-Origin', headers.origin);
}

/** An Incoming API Trigger behind a real HTTP server; `runs` has what it would have started. */
export class ListeningTrigger {
	readonly runs: IWebhookResponseData[] = [];

	/** How many proxies n8n was told of, by N8N_PROXY_HOPS. */
	proxyHops = 0;

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
		allowAnyOrigin(request, response);
		const workflow = aWorkflow(this.installed, [this.node]);
		const prepared = await prepare(request, this.proxyHops).catch((error: unknown) => {
			if (error instanceof SyntaxError) return undefined;
			throw error;
		});
		if (prepared === undefined) {
			// As n8n answers JSON that is none, before any node sees it.
			response.writeHead(422).end();
			return;
		}
		const data = additionalDataOf(this.installed, {
			httpRequest: prepared as never,
			httpResponse: response as never,
		});
		const { webhooks = [] } = this.type.description;
		const isStatus = /\/status(\?|$)/.test(prepared.originalUrl);
		const webhookDescription = isStatus ? webhooks.at(-1) : webhooks[0];
		const webhook = { webhookDescription } as IWebhookData;
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

	/** Ends every connection, as callers do who do not wait. */
	hangUp(): void {
		this.server.closeAllConnections();
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
