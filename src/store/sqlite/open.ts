import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import {
	DummyDriver,
	Kysely,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
	sql,
} from 'kysely';

import { announcementListeners } from '../announcements';
import type { Instant } from '../clock';
import { Fault } from '../fault';
import { type EngineWords, MIGRATIONS } from '../migrations/migrations';
import type { Schema } from '../schema';
import type { Store } from '../store';
import { pollAnnouncements } from './announcements';
import { sqliteBulkWrite, sqliteSnapshot } from './bulk';
import { sqliteDialect } from './dialect';
import { type Outcome, resultsOf, startWriter, type ThreadData } from './writer';

/** Marks our files in SQLite's header: "iapi" as a big-endian number. */
const APPLICATION_ID = 0x69617069;

const WORDS: EngineWords = { instant: 'integer', tableEnd: sql`strict`, unlogged: sql`` };

/** Compiles only: the writing thread runs what it makes. */
function compiler(): Kysely<unknown> {
	return new Kysely({
		dialect: {
			createAdapter: () => new SqliteAdapter(),
			createDriver: () => new DummyDriver(),
			createIntrospector: (db) => new SqliteIntrospector(db),
			createQueryCompiler: () => new SqliteQueryCompiler(),
		},
	});
}

let compiled: ThreadData['migrations'] | undefined;

/** What the writing thread runs where a file is behind; compiled by the first open of a process. */
function migrations(): ThreadData['migrations'] {
	const statements = compiler();
	compiled ??= MIGRATIONS.map((migration) => ({
		version: migration.version,
		statements: migration.statements(statements, WORDS).map((statement) => statement.compile().sql),
	}));
	return compiled;
}

/** The file holds hashes and wrapped keys: only its owner may read it. */
function createPrivately(file: string): void {
	const folder = dirname(file);
	if (!existsSync(folder)) {
		throw new Fault(
			'invalid-settings',
			`The folder ${folder} does not exist: create it, or name another SQLite file.`,
		);
	}
	if (existsSync(file)) {
		if (!statSync(file).isFile()) {
			throw new Fault('not-a-realm', `${file} is not a file: name a file for the realm.`);
		}
		return;
	}
	try {
		closeSync(openSync(file, 'a', 0o600));
	} catch (error) {
		throw new Fault(
			'store-unavailable',
			`The file ${file} cannot be created: give n8n's user the right to write to its folder.`,
			error,
		);
	}
}

function checkOpened(outcome: Outcome, file: string): void {
	switch (outcome.kind) {
		case 'done':
			return;
		case 'not-a-realm':
			throw new Fault(
				'not-a-realm',
				`The file ${file} is not a realm and was left as it is: name another SQLite file.`,
			);
		case 'newer-realm':
			throw new Fault(
				'newer-realm',
				`The file ${file} was written by a newer version of n8n-nodes-incoming-api (schema ${String(outcome.version)}): update the package.`,
			);
		case 'failed':
			throw new Fault(
				'store-unavailable',
				`The file ${file} cannot be opened as a realm: ${outcome.message}.`,
			);
	}
}

/** Opens or creates a realm file and brings its schema up to date, without blocking the event loop. */
export async function openSqlite(path: string, now: Instant): Promise<Store> {
	const file = resolve(path);
	createPrivately(file);
	const writer = startWriter({
		file,
		applicationId: APPLICATION_ID,
		migrations: migrations(),
		now,
	});
	const opened = await writer.opened;
	if (opened.kind !== 'done') await writer.close();
	checkOpened(opened, file);

	const reader = new DatabaseSync(file, { readOnly: true });
	const clock = reader.prepare("select unixepoch('subsec') * 1000 as now");
	const db = new Kysely<Schema>({ dialect: sqliteDialect(reader, writer) });
	const listeners = announcementListeners();
	const polling = pollAnnouncements(reader, listeners.tell);
	return {
		name: `sqlite:${file}`,
		db,
		async transaction(queries) {
			return resultsOf(await writer.write(queries.map((query) => query.compile())));
		},
		time: async () => Number(clock.get()?.['now']),
		snapshot: (work) => sqliteSnapshot(file, work),
		bulkWrite: (work) => sqliteBulkWrite(file, work),
		async announce(realmId) {
			listeners.tell(realmId);
			await db
				.insertInto('announcement')
				.values({ realm_id: realmId, number: 1 })
				.onConflict((conflict) =>
					conflict
						.column('realm_id')
						.doUpdateSet(({ eb }) => ({ number: eb('announcement.number', '+', 1) })),
				)
				.execute();
		},
		rateBuckets: () => undefined,
		onAnnounced: listeners.add,
		listening: polling.succeeds,
		async close() {
			polling.stop();
			reader.close();
			await writer.close();
		},
	};
}
