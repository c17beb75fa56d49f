import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the external API saw it. */
export interface Received {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
}

/** Stands for the API of somebody else that workflows call. */
export interface ExternalApi {
	readonly url: string;
	readonly port: number;
	/** Everything received since the last call of this function. */
	takeReceived(): readonly Received[];
	close(): Promise<void>;
}

/**
 * Starts the external API on loopback. `GET /orders` answers with two orders; `GET /moved?to=<url>`
 * redirects to that address.
 */
export async function startExternalApi(port: number): Promise<ExternalApi> {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		const { method = '', url = '', headers } = request;
		received.push({ method, path: url, headers });
		const target = new URL(url, 'http://external').searchParams.get('to');
		if (target) {
			response.writeHead(302, { location: target }).end();
			return;
		}
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ orders: ['A-1001', 'A-1002'] }));
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${address.port}`,
		port: address.port,
		takeReceived: () => received.splice(0),
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
