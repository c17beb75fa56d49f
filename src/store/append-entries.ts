import type { Compilable } from 'kysely';

import type { Chain, ChainHead } from './audit-entries';
import { compiledOnce, OPEN } from './compiled-once';
import type { AuditEntryRow } from './audit-schema';
import type { Store } from './store';

const COLUMNS: readonly (keyof AuditEntryRow)[] = [
	'realm_id',
	'writer_id',
	'seq',
	'time',
	'kind',
	'user_name',
	'credential_id',
	'decision',
	'reason',
	'text',
	'hash',
];
const OPEN_ROW = Object.fromEntries(
	COLUMNS.map((column) => [column, OPEN]),
) as unknown as AuditEntryRow;

/** Numbers of rows that have a statement: few, as engines keep all of them prepared. */
const SIZES = [256, 64, 16, 4, 1] as const;

/** Rows in parts, each as long as one of the statements is. */
function* inSizes<T>(rows: readonly T[]): Generator<readonly T[]> {
	let first = 0;
	for (const size of SIZES) {
		for (; rows.length - first >= size; first += size) yield rows.slice(first, first + size);
	}
}

/** The statements that append rows to a chain and note where it ends then. */
export function appendingOf(
	{ db }: Store,
	realmId: string,
): (chain: Chain, rows: readonly AuditEntryRow[], end: ChainHead) => readonly Compilable[] {
	const inserts = new Map(
		SIZES.map((size) => {
			const rows = Array.from({ length: size }, () => OPEN_ROW);
			const insert = db.insertInto('audit_entry').values(rows);
			return [size as number, compiledOnce(`append-${String(size)}`, insert)];
		}),
	);
	const place = OPEN as never;
	const end = { seq: place, hash: place };
	const noteEnd = compiledOnce(
		'note-end-of-chain',
		db
			.insertInto('audit_chain')
			.values({
				realm_id: realmId,
				writer_id: place,
				key_version: place,
				datasource_id: place,
				...end,
				headed_seq: 0,
			})
			.onConflict((conflict) => conflict.columns(['realm_id', 'writer_id']).doUpdateSet(end)),
	);
	return ({ writer, keyVersion, datasource = null }, rows, { seq, hash }) => [
		...[...inSizes(rows)].flatMap((part) => {
			const values = part.flatMap((row) => COLUMNS.map((column) => row[column]));
			return inserts.get(part.length)?.(values) ?? [];
		}),
		noteEnd([writer, keyVersion, datasource, seq, hash, seq, hash]),
	];
}
