import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

/**
 * Finds loopback ports that nothing listens on, all different: each the preferred one, or any when
 * that is 0 or taken.
 */
export async function findFreePorts(...preferred: readonly number[]): Promise<readonly number[]> {
	const servers: Server[] = [];
	try {
		// One after the other, all held until the last is found: a port let go could be given twice.
		for (const port of preferred) servers.push(await listen(port));
		return servers.map((server) => (server.address() as AddressInfo).port);
	} finally {
		for (const server of servers) server.close();
	}
}

async function listen(port: number): Promise<Server> {
	const server = createServer();
	try {
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		return server;
	} catch (error) {
		if (port === 0) throw error;
		return await listen(0);
	}
}
