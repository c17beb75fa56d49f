import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site with one empty page, at an origin of its own. */
export interface Site {
	readonly origin: string;
	close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
	const server = createServer((_, response) => {
		response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>');
	});
	// A browser that keeps a connection decides when it ends: it could be sending at that moment.
	server.keepAliveTimeout = 0;
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
