import { type ClientBase, Pool, type PoolClient } from 'pg';

import { Fault } from '../fault';
import { clientConfigOf } from './connection';
import { nameOf, type PostgresConnection } from './place';
import { faultOf, isConnectionBroken } from './faults';
import { turns } from './turns';

const MOST_CONNECTIONS = 10;
const IDLE_MILLISECONDS = 30_000;
/** How long nothing may have succeeded before those who wait for a connection are refused. */
export const PATIENCE_MILLISECONDS = 2000;

/** Connections that are kept for reuse and made anew once one of them broke. */
export interface Connections {
	/**
	 * Runs work on a connection of its own, after `begin`, which changes nothing and is repeated on
	 * another connection where the first has died meanwhile.
	 *
	 * @throws {Fault} `store-unavailable`, after a bounded time
	 */
	run<T>(
		work: (client: ClientBase) => Promise<T>,
		begin?: (client: ClientBase) => Promise<void>,
	): Promise<T>;
	/** The same for work that changes nothing: once more where the connection turned out broken. */
	read<T>(work: (client: ClientBase) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

interface Generation {
	readonly pool: Pool;
	/** Ends it without waiting for a server that may have fallen silent. */
	abandon(): Promise<void>;
}

function startGeneration(connection: PostgresConnection): Generation {
	const pool = new Pool({
		...clientConfigOf(connection),
		max: MOST_CONNECTIONS,
		idleTimeoutMillis: IDLE_MILLISECONDS,
		allowExitOnIdle: true,
	});
	const idle = new Set<PoolClient>();
	// Without these listeners a connection that drops ends the process.
	pool.on('error', () => {});
	pool.on('connect', (client) => client.on('error', () => {}));
	pool.on('acquire', (client) => idle.delete(client));
	pool.on('release', (_error, client) => idle.add(client));
	pool.on('remove', (client) => idle.delete(client));
	return {
		pool,
		async abandon() {
			const ended = pool.end();
			for (const client of idle) client.connection.stream.destroy();
			await ended;
		},
	};
}

export function openConnections(connection: PostgresConnection): Connections {
	const name = nameOf(connection);
	let current = startGeneration(connection);
	let closing: Promise<void> | undefined;
	const connected = turns(MOST_CONNECTIONS, PATIENCE_MILLISECONDS);

	/** What broke one connection has most likely broken those that lie idle. */
	const renew = (broken: Generation): void => {
		if (closing !== undefined || broken !== current) return;
		current = startGeneration(connection);
		void broken.abandon();
	};

	const attempt = async <T>(
		work: (client: ClientBase) => Promise<T>,
		attemptsLeft: number,
		begin?: (client: ClientBase) => Promise<void>,
	): Promise<T> => {
		const generation = current;
		let client: PoolClient | undefined;
		let mayRepeat = attemptsLeft > 0;
		try {
			client = await generation.pool.connect();
			await begin?.(client);
			mayRepeat &&= begin === undefined;
			const result = await work(client);
			client.release();
			return result;
		} catch (error) {
			const broken = isConnectionBroken(error);
			client?.release(broken);
			if (broken && client) renew(generation);
			if (broken && client && mayRepeat) return await attempt(work, attemptsLeft - 1, begin);
			throw faultOf(error, name);
		}
	};

	/** In turn, as `pg` counts the wait for a free connection as time that connecting takes. */
	const inTurn: typeof attempt = async (work, attemptsLeft, begin) => {
		const end = await connected.take();
		if (end === undefined) {
			throw new Fault(
				'store-unavailable',
				`The database ${name} does not keep up: none of ${String(MOST_CONNECTIONS)} connections got anything done for too long.`,
			);
		}
		let how: Parameters<typeof end>[0] = 'failed';
		try {
			const result = await attempt(work, attemptsLeft, begin);
			how = 'succeeded';
			return result;
		} finally {
			end(how);
		}
	};

	return {
		run: (work, begin) => inTurn(work, begin ? 1 : 0, begin),
		read: (work) => inTurn(work, 1),
		close: () => (closing ??= current.abandon()),
	};
}
