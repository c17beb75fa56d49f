import { runningDigest } from '../crypto/running-digest';
import { readySodium } from '../crypto/sodium';
import { type AnyRow, type BulkWriter, ROWS_AT_ONCE } from '../store/bulk';
import { Fault } from '../store/fault';
import {
	insertRows,
	OLDEST_FITTING_SCHEMA,
	type RealmTable,
	SCHEMA_VERSION,
	selectRealmInTheWay,
} from '../store/realm-rows';
import type { RealmKeyRow } from '../store/schema';
import type { Store } from '../store/store';
import { type BackupHeader, backupMacs, parseHeader, parseLine, totalOf } from './backup-format';
import type { Progress } from './backup-realm';
import { linesIn } from './lines-in';
import { type UnlockedKey, unlockRealmKey } from './realm-key';
import type { RealmLock } from './settings';

const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const MOST_WRAPS = 1000;

const refuse = (sentence: string): Fault => new Fault('not-a-backup', sentence);
const DAMAGED =
	'The file is damaged or was changed, and nothing was restored: take another backup.';

function checkHeader(header: ReturnType<typeof parseHeader>): BackupHeader {
	if (header === undefined) throw refuse('The file is not a backup of a realm: name one that is.');
	if (header === 'newer' || header.schema > SCHEMA_VERSION) {
		throw refuse(
			'The backup was written by a newer version of n8n-nodes-incoming-api: update the package.',
		);
	}
	if (header.schema < OLDEST_FITTING_SCHEMA) {
		throw refuse(
			`The backup is of schema ${String(header.schema)}, which is too old: restore it with the version of n8n-nodes-incoming-api that wrote it, and update that.`,
		);
	}
	return header;
}

async function checkIsFree(writer: BulkWriter, store: Store, header: BackupHeader): Promise<void> {
	const { realm } = header;
	const [found] = await writer.run(selectRealmInTheWay(store.db, realm));
	if (found === undefined) return;
	throw refuse(
		`There is a realm "${realm.name}" already in ${store.name}, or the same realm by another name: restore into another place.`,
	);
}

/** What is known of the file so far. */
interface Reading {
	readonly header: BackupHeader;
	readonly digest: ReturnType<typeof runningDigest>;
	readonly counts: Map<RealmTable, number>;
}

function sameCounts({ header, counts }: Reading): boolean {
	return Object.entries(header.rows).every(
		([table, count]) => (counts.get(table as RealmTable) ?? 0) === count,
	);
}

/**
 * Restores a realm from a backup, all of it or nothing. Nothing is kept unless `lock` opens the realm
 * in the file and the file is as it was written.
 *
 * @throws {Fault} `not-a-backup`, `wrong-passphrase`
 */
export async function restoreRealm(
	chunks: AsyncIterable<Uint8Array>,
	store: Store,
	lock: RealmLock,
	onProgress: Progress,
): Promise<BackupHeader> {
	const sodium = await readySodium();
	return await store.bulkWrite(async (writer) => {
		const lines = linesIn(chunks, LONGEST_LINE_BYTES);
		const first = (await lines.next()).value;
		const header = checkHeader(parseHeader(first ?? ''));
		await checkIsFree(writer, store, header);
		const reading: Reading = { header, digest: runningDigest(), counts: new Map() };
		reading.digest.add(`${first ?? ''}\n`);
		const total = totalOf(header);

		const wraps: RealmKeyRow[] = [];
		let unlocked: UnlockedKey | undefined;
		let waiting: { table: RealmTable; rows: AnyRow[] } | undefined;
		let done = 0;
		const flush = async (): Promise<void> => {
			if (waiting === undefined) return;
			const { table, rows } = waiting;
			waiting = undefined;
			await writer.run(insertRows(store.db, table, rows));
			onProgress((done += rows.length), total);
		};
		/** The key stands before what it is worth the work for. */
		const unlock = async (): Promise<void> => {
			unlocked ??= await unlockRealmKey(sodium, wraps, lock);
			if (unlocked !== undefined) return;
			throw new Fault(
				'wrong-passphrase',
				`The ${lock.kind} does not open the realm in the backup: enter the one that opened it when the backup was written.`,
			);
		};

		for await (const line of lines) {
			const parsed = line === undefined ? undefined : parseLine(line);
			if (parsed === undefined) throw refuse(DAMAGED);
			if (parsed.kind === 'end') {
				await flush();
				await unlock();
				const digest = Buffer.from(reading.digest.end(), 'hex');
				const isOurs = unlocked && backupMacs(sodium, unlocked.key).matches(digest, parsed.mac);
				const isWhole = digest.toString('hex') === parsed.digest && sameCounts(reading);
				if (!isOurs || !isWhole || (await lines.next()).done !== true) throw refuse(DAMAGED);
				return header;
			}
			const { table, row } = parsed;
			reading.digest.add(`${line ?? ''}\n`);
			reading.counts.set(table, (reading.counts.get(table) ?? 0) + 1);
			if (table === 'realm_key' && wraps.length < MOST_WRAPS) {
				wraps.push(row as unknown as RealmKeyRow);
			}
			if (waiting?.table !== table || waiting.rows.length === ROWS_AT_ONCE) {
				await flush();
				if (table !== 'realm' && table !== 'realm_key') await unlock();
			}
			waiting ??= { table, rows: [] };
			waiting.rows.push(row);
		}
		throw refuse(DAMAGED);
	});
}
