import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';

import { POSTGRES_SCHEMA, type PostgresConnection } from '../src/realm/settings';
import { freePort } from './free-port';
import { limitFiles } from './small-disk';

/** A PostgreSQL server that a test may stop and starve. */
export interface OwnPostgres {
	readonly connection: PostgresConnection;
	/** Ends it without notice, as a crash would. */
	crash(): void;
	start(): void;
	/** Lets it write no further than to this place of any file; without a place, anywhere. */
	limitFiles(bytes?: number): void;
	/** Runs SQL there past our code, with the schema of the realm. */
	query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
	/** Lets it read its settings anew, and waits until each of its processes was told to. */
	reload(): Promise<void>;
	remove(): void;
}

/** The server's programs, as Debian and others install them; `undefined` where they are not here. */
export const postgresPrograms: string | undefined = [
	...globSync('/usr/lib/postgresql/*/bin'),
	'/usr/local/bin',
	'/usr/bin',
]
	.filter((folder) => existsSync(join(folder, 'initdb')))
	.at(0);

/** PostgreSQL does not run as root. */
const asItsUser: readonly string[] =
	process.getuid?.() === 0
		? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups']
		: [];

/** Makes a new server and starts it. */
export async function startOwnPostgres(programs: string): Promise<OwnPostgres> {
	const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
	if (asItsUser.length > 0) execFileSync('chown', ['postgres:', folder]);
	const port = await freePort();
	const run = (program: string, ...parameters: readonly string[]): void => {
		const [command = '', ...rest] = [...asItsUser, join(programs, program), ...parameters];
		execFileSync(command, rest, { stdio: 'ignore', cwd: folder });
	};
	const data = join(folder, 'data');
	// What a crash of the machine would cost is nothing here, and a slow disk costs seconds.
	const settings = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off";
	const options = `-p ${String(port)} ${settings}`;
	const start = (): void => {
		run('pg_ctl', 'start', '-w', '-t', '300', '-D', data, '-o', options, '-l', join(folder, 'log'));
	};
	run('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--wal-segsize=1', '--no-sync');
	start();
	const user = 'postgres';
	const connection = { host: '127.0.0.1', port, database: user, user, password: '' };
	const session = `-c search_path=${POSTGRES_SCHEMA} -c default_transaction_read_only=off`;
	const query: OwnPostgres['query'] = async (sql) => {
		const client = new Client({ ...connection, options: session });
		await client.connect();
		return (await client.query<Record<string, unknown>>(sql).finally(() => client.end())).rows;
	};
	/** A process has it from the one that started it, which tells all others as soon as it has read them. */
	const readAt = async (): Promise<number> => {
		const [row] = await query('select extract(epoch from pg_conf_load_time())::float8 as at');
		return Number(row?.['at']);
	};
	const crash = (): void => {
		if (existsSync(join(data, 'postmaster.pid'))) {
			run('pg_ctl', 'stop', '-w', '-t', '300', '-m', 'immediate', '-D', data);
		}
	};
	return {
		connection: { ...connection, tls: undefined, schema: POSTGRES_SCHEMA },
		start,
		crash,
		query,
		async reload() {
			const before = await readAt();
			await query('select pg_reload_conf()');
			while ((await readAt()) === before) await sleep(10);
		},
		limitFiles(bytes) {
			const [first = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
			const others = readFileSync(`/proc/${first}/task/${first}/children`, 'utf8');
			limitFiles([first, ...others.trim().split(' ')].map(Number), bytes, asItsUser);
		},
		remove() {
			crash();
			rmSync(folder, { recursive: true });
		},
	};
}
