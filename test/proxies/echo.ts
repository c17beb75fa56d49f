import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What reached the server behind a proxy. */
export interface Arrived {
	readonly method: string | undefined;
	readonly url: string | undefined;
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: string;
}

/** Stands for n8n: answers each request by what of it arrived. */
export async function startEcho(): Promise<{ readonly place: string; close(): Promise<void> }> {
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			const { method, url, headers } = request;
			response.end(JSON.stringify({ method, url, headers, body }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		place: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
