import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

// Below those that systems hand out by themselves: nobody is given one before it is used.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 100;

/**
 * Finds loopback ports that nothing listens on, all different: each the preferred one, or any when
 * that is 0 or taken.
 */
export async function findFreePorts(...preferred: readonly number[]): Promise<readonly number[]> {
	const servers: Server[] = [];
	try {
		// One after the other, all held until the last is found: a port let go could be given twice.
		for (const port of preferred) servers.push(await listen(port === 0 ? anyPort() : port));
		return servers.map((server) => (server.address() as AddressInfo).port);
	} finally {
		for (const server of servers) server.close();
	}
}

const anyPort = (): number => randomInt(LOWEST, HIGHEST);

async function listen(port: number, left = TRIES): Promise<Server> {
	if (left === 0) throw new Error('No port of this machine is free.');
	const server = createServer();
	try {
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		return server;
	} catch {
		return await listen(anyPort(), left - 1);
	}
}
