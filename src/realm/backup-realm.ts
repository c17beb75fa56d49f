import { runningDigest } from '../crypto/running-digest';
import type { Sodium } from '../crypto/sodium';
import type { Snapshot } from '../store/bulk';
import { type Clock, toIso } from '../store/clock';
import { Fault } from '../store/fault';
import {
	countRows,
	REALM_TABLES,
	type RealmTable,
	SCHEMA_VERSION,
	selectRows,
} from '../store/realm-rows';
import type { RealmRow } from '../store/schema';
import type { Store } from '../store/store';
import {
	type BackupHeader,
	backupMacs,
	endLine,
	headerLine,
	rowLine,
	totalOf,
} from './backup-format';
import type { RealmKey } from './realm-key';

/** Is told how many rows of how many are done. */
export type Progress = (done: number, total: number) => void;

export interface BackupDeps {
	readonly store: Store;
	readonly sodium: Sodium;
	readonly clock: Clock;
	readonly row: RealmRow;
	readonly key: RealmKey;
}

async function countsOf(
	snapshot: Snapshot,
	{ store, row }: BackupDeps,
): Promise<BackupHeader['rows']> {
	const counts: [RealmTable, number][] = [];
	for (const table of REALM_TABLES) {
		// In order: all on the one connection that sees the moment.
		for await (const [counted] of snapshot.pages(countRows(store.db, table, row.id))) {
			if (counted !== undefined) counts.push([table, Number(counted['count'])]);
		}
	}
	return Object.fromEntries(counts) as BackupHeader['rows'];
}

async function* linesOf(
	snapshot: Snapshot,
	deps: BackupDeps,
	onProgress: Progress,
): AsyncGenerator<string> {
	const { store, sodium, clock, row, key } = deps;
	const digest = runningDigest();
	const noted = (line: string): string => {
		digest.add(line);
		return line;
	};
	const { id, name } = row;
	const header: BackupHeader = {
		schema: SCHEMA_VERSION,
		realm: { id, name },
		writtenAt: toIso(clock.now()),
		rows: await countsOf(snapshot, deps),
	};
	const total = totalOf(header);
	let done = 0;
	yield noted(headerLine(header));
	for (const table of REALM_TABLES) {
		for await (const page of snapshot.pages(selectRows(store.db, table, id))) {
			for (const one of page) yield noted(rowLine(table, one));
			onProgress((done += page.length), total);
		}
	}
	const ended = digest.end();
	yield endLine({ digest: ended, mac: backupMacs(sodium, key).of(Buffer.from(ended, 'hex')) });
}

/** What ends a backup is made by the newest realm key in it: by an older one nobody could restore it. */
async function checkKeyIsNewest(
	snapshot: Snapshot,
	{ store, row, key }: BackupDeps,
): Promise<void> {
	const newest = store.db
		.selectFrom('realm_key')
		.select(({ fn }) => fn.max('version').as('version'))
		.where('realm_id', '=', row.id);
	for await (const [found] of snapshot.pages(newest)) {
		if (found === undefined || Number(found['version']) === key.version) continue;
		throw new Fault(
			'store-unavailable',
			'The realm key was rotated just now, and nothing was written: try again.',
		);
	}
}

/**
 * Gives all lines of a backup of the realm as it is at one moment.
 *
 * @throws {Fault} `store-unavailable`, also where the realm key was rotated meanwhile
 */
export async function backupRealm(
	deps: BackupDeps,
	write: (lines: AsyncIterable<string>) => Promise<void>,
	onProgress: Progress,
): Promise<void> {
	await deps.store.snapshot(async (snapshot) => {
		await checkKeyIsNewest(snapshot, deps);
		await write(linesOf(snapshot, deps, onProgress));
	});
}
