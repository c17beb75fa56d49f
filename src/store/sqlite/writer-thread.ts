// The one thread that writes. It is started by path, in development as the TypeScript it is, so it
// imports nothing of ours at run time.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

import type { Message, Outcome, Reply, Request, ThreadData } from './writer';

const { file, applicationId, migrations, now } = workerData as ThreadData;
const BUSY_TIMEOUT_MILLISECONDS = 5000;
const DONE: Outcome = { kind: 'done', results: [] };

const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MILLISECONDS });
const prepared = new Map<string, StatementSync>();

function inTransaction<T>(work: () => T): T {
	database.exec('begin immediate');
	try {
		const result = work();
		database.exec('commit');
		return result;
	} catch (error) {
		if (database.isTransaction) database.exec('rollback');
		throw error;
	}
}

function failure(error: unknown): Outcome {
	return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
}

/** Another program's file is left as it is: nothing is written before this has looked. */
function isForeign(): boolean {
	// In this order: another process may create the realm, tables and id at once, between the two.
	const tables = database.prepare('select count(*) as n from sqlite_schema').get()?.['n'];
	const owner = database.prepare('pragma application_id').get()?.['application_id'];
	return owner !== applicationId && (owner !== 0 || tables !== 0);
}

function migrate(): Outcome {
	database.exec(`pragma application_id = ${String(applicationId)}`);
	database.exec(
		'create table if not exists migration (version integer primary key, applied_at integer not null) strict',
	);
	const row = database.prepare('select max(version) as version from migration').get();
	const current = Number(row?.['version'] ?? 0);
	if (current > (migrations.at(-1)?.version ?? 0)) return { kind: 'newer-realm', version: current };
	for (const { version, statements } of migrations) {
		if (version <= current) continue;
		for (const sql of statements) database.exec(sql);
		database.prepare('insert into migration values (?, ?)').run(version, now);
	}
	return DONE;
}

function open(): Outcome {
	try {
		if (isForeign()) return { kind: 'not-a-realm' };
		database.exec('pragma journal_mode = wal');
		database.exec(
			'pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off; ' +
				'pragma secure_delete = on; pragma journal_size_limit = 67108864',
		);
		return inTransaction(migrate);
	} catch (error) {
		const notADatabase = error instanceof Error && 'errcode' in error && error.errcode === 26;
		return notADatabase ? { kind: 'not-a-realm' } : failure(error);
	}
}

function run({ sql, parameters }: Request['statements'][number]) {
	const statement = prepared.get(sql) ?? database.prepare(sql);
	prepared.set(sql, statement);
	const values = parameters as SQLInputValue[];
	if (statement.columns().length === 0) {
		return { rows: [], changes: Number(statement.run(...values).changes) };
	}
	const rows = statement.all(...values);
	return { rows, changes: rows.length };
}

/** One request is atomic by its own savepoint. */
function write({ statements }: Request): Outcome {
	database.exec('savepoint request');
	try {
		const results = statements.map(run);
		database.exec('release request');
		return { kind: 'done', results };
	} catch (error) {
		database.exec('rollback to request; release request');
		return failure(error);
	}
}

let closing = false;

/** The requests among the messages that wait; a wish to close is remembered. */
function requestsAmong(messages: Iterable<Message>): readonly Request[] {
	const requests: Request[] = [];
	for (const message of messages) {
		if (message === 'close') closing = true;
		else requests.push(...message);
	}
	return requests;
}

function* waiting(): Generator<Message> {
	for (;;) {
		const next = parentPort && receiveMessageOnPort(parentPort);
		if (!next) return;
		yield next.message as Message;
	}
}

/**
 * Requests that wait share one commit and its fsync; none is answered before it. Where the database
 * could not be had in time, those that came meanwhile have waited long enough too.
 */
function writeTogether(requests: readonly Request[]): readonly Reply[] {
	try {
		const outcomes = inTransaction(() => requests.map(write));
		return requests.map(({ id }, index) => ({ id, outcome: outcomes[index] ?? DONE }));
	} catch (error) {
		const refused = [...requests, ...requestsAmong(waiting())];
		return refused.map(({ id }) => ({ id, outcome: failure(error) }));
	}
}

const opened = open();
parentPort?.on('message', (first: Message) => {
	const requests = requestsAmong([first, ...waiting()]);
	const replies =
		opened.kind === 'done'
			? writeTogether(requests)
			: requests.map(({ id }) => ({ id, outcome: opened }));
	if (replies.length > 0) parentPort?.postMessage(replies);
	if (!closing) return;
	database.close();
	parentPort?.close();
});
parentPort?.postMessage([{ id: 0, outcome: opened }]);
