import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BenchServer {
	readonly port: number;
	close(): Promise<void>;
}

const KEEP_ALIVE_MILLISECONDS = 600_000;

/** A server of Node's own on loopback. */
export async function listen(listener: RequestListener): Promise<BenchServer> {
	const server = createServer(listener);
	// Longer than a server waits for its next slice.
	server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
