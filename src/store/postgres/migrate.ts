import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, sql } from 'kysely';
import { Client, type ClientBase } from 'pg';

import type { Instant } from '../clock';
import { Fault } from '../fault';
import { type EngineWords, type Migration, MIGRATIONS } from '../migrations/migrations';
import { clientConfigOf } from './connection';
import { nameOf, type PostgresConnection } from './place';
import { faultOf } from './faults';
import { ByteOrderCompiler } from './byte-order-compiler';
import { inTransaction } from './transaction';

/** "iapi" as a big-endian number: the lock's own half of the key, the schema is the other. */
const LOCK = 0x69617069;
const LOCK_TIMEOUT_MILLISECONDS = 10_000;
/** Longer than a call waits: opening is rare, and often while a machine starts everything at once. */
const CONNECT_TIMEOUT_MILLISECONDS = 5000;
const MIGRATION_TIMEOUT_MILLISECONDS = 120_000;

const WORDS: EngineWords = { instant: 'bigint', tableEnd: sql``, unlogged: sql`unlogged` };

/** Compiles only: the client that holds the lock runs what it makes. */
function compiler(): Kysely<unknown> {
	return new Kysely({
		dialect: {
			createAdapter: () => new PostgresAdapter(),
			createDriver: () => new DummyDriver(),
			createIntrospector: (db) => new PostgresIntrospector(db),
			createQueryCompiler: () => new ByteOrderCompiler(),
		},
	});
}

/** Creates the schema where there is none; another program's is left as it is. */
async function ownSchema(client: ClientBase, { schema }: PostgresConnection, name: string) {
	const { rows } = await client.query<{ tables: number; ours: boolean }>(
		`select count(tablename) as tables, coalesce(bool_or(tablename = 'migration'), false) as ours
		from pg_namespace left join pg_tables on schemaname = nspname where nspname = $1 group by nspname`,
		[schema],
	);
	const [found] = rows;
	if (found === undefined) await client.query(`create schema "${schema}"`);
	if (found !== undefined && found.tables > 0 && !found.ours) {
		throw new Fault(
			'not-a-realm',
			`The schema ${schema} of ${name} is not ours and was left as it is: name another database.`,
		);
	}
	await client.query(
		'create table if not exists migration (version integer primary key, applied_at bigint not null)',
	);
}

/** What a migration does in PostgreSQL. */
export function statementsOf(migration: Migration): readonly string[] {
	return migration.statements(compiler(), WORDS).map((statement) => statement.compile().sql);
}

async function bringUpToDate(client: ClientBase, name: string, now: Instant): Promise<void> {
	const { rows } = await client.query<{ version: number | null }>(
		'select max(version) as version from migration',
	);
	const current = rows[0]?.version ?? 0;
	if (current > (MIGRATIONS.at(-1)?.version ?? 0)) {
		throw new Fault(
			'newer-realm',
			`The database ${name} was written by a newer version of n8n-nodes-incoming-api (schema ${String(current)}): update the package.`,
		);
	}
	for (const migration of MIGRATIONS.filter(({ version }) => version > current)) {
		// In order: each step builds on the one before.
		await client.query(statementsOf(migration).join(';\n'));
		await client.query('insert into migration values ($1, $2)', [migration.version, now]);
	}
}

/** Brings the schema up to date, once, whoever races; all of it or nothing. */
export async function migrate(connection: PostgresConnection, now: Instant): Promise<void> {
	const name = nameOf(connection);
	const client = new Client({
		...clientConfigOf(connection),
		connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
		statement_timeout: MIGRATION_TIMEOUT_MILLISECONDS,
		query_timeout: MIGRATION_TIMEOUT_MILLISECONDS,
		lock_timeout: LOCK_TIMEOUT_MILLISECONDS,
	});
	client.on('error', () => {});
	try {
		await client.connect();
		await inTransaction(client, async () => {
			await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [
				LOCK,
				connection.schema,
			]);
			await ownSchema(client, connection, name);
			await bringUpToDate(client, name, now);
		});
	} catch (error) {
		throw faultOf(error, name);
	} finally {
		client.connection.stream.destroy();
	}
}
