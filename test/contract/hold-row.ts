import { Client } from 'pg';

import type { TestStorage } from '../stores';

export interface HeldRow {
	/** Resolves when somebody waits for it. */
	isAwaited(): Promise<void>;
	/** Resolves when somebody waits for who waits for it, or it was released. */
	isAwaitedByTwo(): Promise<void>;
	release(): Promise<void>;
}

/** Holds up whoever changes a row in PostgreSQL, until it is released. */
export async function holdRow(
	{ storage }: TestStorage,
	table: 'oauth_grant' | 'consent',
	id: string,
): Promise<HeldRow> {
	if (storage.kind !== 'postgres') throw new Error('The realm is not in PostgreSQL.');
	const { host, port, database, user, password, schema } = storage.connection;
	const options = `-c search_path=${schema}`;
	const client = new Client({ host, port, database, user, password, options });
	await client.connect();
	await client.query('begin');
	await client.query(`select id from ${table} where id = $1 for no key update`, [id]);
	let isHeld = true;
	const finds = async (waiting: string): Promise<void> => {
		while (isHeld && (await client.query(waiting)).rowCount === 0);
	};
	const waitsFor = (pid: string) =>
		`from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`;
	return {
		isAwaited: async () => await finds(`select 1 ${waitsFor('pg_backend_pid()')}`),
		async isAwaitedByTwo() {
			const first = `select pid as first ${waitsFor('pg_backend_pid()')}`;
			await finds(`select 1 from (${first}) held where exists (select 1 ${waitsFor('first')})`);
		},
		async release() {
			isHeld = false;
			await client.query('commit');
			await client.end();
		},
	};
}
