import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the external API saw; header names in lower case. */
export interface Seen {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly rawHeaders: readonly string[];
	readonly body: string;
	readonly bytes: Uint8Array;
}

type Answer = (request: Seen, response: ServerResponse) => void;

/** A loopback HTTP server that stands for an API outside of n8n and remembers what it saw. */
export class ExternalApi {
	readonly seen: Seen[] = [];

	answer: Answer = (_request, response) => response.end();

	private readonly server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers, rawHeaders } = request;
			const bytes = Buffer.concat(chunks);
			const seen: Seen = { method, url, headers, rawHeaders, body: bytes.toString(), bytes };
			this.seen.push(seen);
			this.answer(seen, response);
		});
	});

	async listen(): Promise<this> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return this;
	}

	get port(): number {
		const address: AddressInfo | string | null = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('Not listening.');
		return address.port;
	}

	url(path = '/', host = '127.0.0.1'): string {
		return `http://${host}:${this.port}${path}`;
	}

	/** Forgets what it saw and answers 200 with nothing again. */
	reset(): void {
		this.seen.length = 0;
		this.answer = (_request, response) => response.end();
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
