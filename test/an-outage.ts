import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

import type { RealmStorage } from '../src/realm/settings';
import { startProxy } from './loopback-proxy';
import { postgresStorage } from './postgres-schemas';
import { sqliteStorage, stores, type TestStorage } from './stores';

/** A place for a realm whose database a test takes away at a chosen moment. */
export interface Outage {
	readonly storage: TestStorage;
	/**
	 * Once the next transaction is committed, the answer reaches who wrote it or is lost, and the
	 * database stays or goes away.
	 */
	atNextCommit(answer: 'passed on' | 'lost', database: 'stays' | 'goes'): void;
	/** Lets the next announcement fail. */
	silence(): void;
	/** Brings back what was taken away. */
	end(): Promise<void>;
	/** Ends what the test had for it; the storage is removed by whoever opened a realm there. */
	close(): Promise<void>;
}

const COMMIT = 'commit\0';
/** Without these nothing is decided, audited or kept. */
const TABLES = ['audit_chain', 'received_message', 'stored_answer'];

async function postgresOutage(): Promise<Outage> {
	const direct = await postgresStorage();
	const proxy = await startProxy(direct.storage.connection);
	const connection = { ...direct.storage.connection, host: '127.0.0.1', port: proxy.port };
	return {
		storage: { ...direct, storage: { kind: 'postgres', connection } },
		atNextCommit(answer, database) {
			proxy.atAnswerTo(COMMIT, answer, database === 'goes' ? () => void proxy.close() : undefined);
		},
		silence() {
			proxy.atAnswerTo('pg_notify', 'lost');
		},
		end: proxy.reopen,
		close: proxy.close,
	};
}

async function sqliteOutage(): Promise<Outage> {
	const storage = await sqliteStorage();
	const threads: Worker[] = [];
	const note = (message: unknown): void => {
		if (typeof message !== 'object' || message === null || !('worker' in message)) return;
		if (message.worker instanceof Worker) threads.push(message.worker);
	};
	subscribe('worker_threads', note);
	let gone: readonly string[] = [];
	const rename = (tables: readonly string[], nameOf: (table: string) => readonly string[]) => {
		const database = new DatabaseSync(storage.storage.file);
		for (const table of tables) {
			const [from = '', to = ''] = nameOf(table);
			database.exec(`alter table ${from} rename to ${to}`);
		}
		database.close();
	};
	const take = (tables: readonly string[]): void => {
		rename(tables, (table) => [table, `gone_${table}`]);
		gone = tables;
	};
	return {
		storage,
		atNextCommit(answer, database) {
			const thread = threads.at(-1);
			const listeners = thread?.listeners('message') ?? [];
			thread?.removeAllListeners('message').once('message', (replies: unknown) => {
				if (database === 'goes') take(TABLES);
				if (answer === 'lost') return void thread.terminate();
				for (const listener of listeners) {
					thread.on('message', listener as (replies: unknown) => void);
					(listener as (replies: unknown) => void)(replies);
				}
			});
		},
		silence() {
			take(['announcement']);
		},
		async end() {
			rename(gone, (table) => [`gone_${table}`, table]);
			gone = [];
		},
		async close() {
			unsubscribe('worker_threads', note);
		},
	};
}

const startOn = { sqlite: sqliteOutage, postgres: postgresOutage };

/** An outage of every store that can be had here, for `describe.each(outages)('... in $engine', ...)`. */
export const outages: readonly {
	readonly engine: RealmStorage['kind'];
	start(): Promise<Outage>;
}[] = stores.map(({ engine }) => ({ engine, start: startOn[engine] }));
