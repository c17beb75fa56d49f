import { keyedMacs, type Macs } from '../crypto/mac';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import type { AnyRow } from '../store/bulk';
import { REALM_TABLES, type RealmTable } from '../store/realm-rows';
import type { RealmKey } from './realm-key';

const FORMAT = 'incoming-api/backup';
const FORMAT_VERSION = 1;

/** The first line of a backup. */
export interface BackupHeader {
	/** Version of the database schema that the rows are of. */
	readonly schema: number;
	readonly realm: { readonly id: string; readonly name: string };
	/** ISO 8601. */
	readonly writtenAt: string;
	/** How many rows of each table follow. */
	readonly rows: Readonly<Record<RealmTable, number>>;
}

/** The last line. */
export interface BackupEnd {
	/** SHA-256 of all lines before, with their line feeds. */
	readonly digest: string;
	/** MAC of the digest by the audit subkey of the newest realm key in the backup. */
	readonly mac: string;
}

export type BackupLine =
	| { readonly kind: 'row'; readonly table: RealmTable; readonly row: AnyRow }
	| ({ readonly kind: 'end' } & BackupEnd);

export const headerLine = (header: BackupHeader): string =>
	`${JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, ...header })}\n`;
export const rowLine = (table: RealmTable, row: AnyRow): string =>
	`${JSON.stringify({ table, row })}\n`;
export const endLine = (end: BackupEnd): string => `${JSON.stringify(end)}\n`;

export function totalOf({ rows }: Pick<BackupHeader, 'rows'>): number {
	return Object.values(rows).reduce((total, count) => total + count, 0);
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

function parse(line: string): Members | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return isMembers(value) ? value : undefined;
	} catch {
		return undefined; // JSON.parse has no other way to say that a text is not JSON
	}
}

/** Reads the first line; `undefined` where it is of no backup, `newer` where it is of a later format. */
export function parseHeader(line: string): BackupHeader | 'newer' | undefined {
	const { format, version, schema, realm, writtenAt, rows } = parse(line) ?? {};
	if (format !== FORMAT) return undefined;
	if (version !== FORMAT_VERSION) return 'newer';
	if (!isCount(schema) || !isMembers(realm) || !isMembers(rows)) return undefined;
	const { id, name } = realm;
	if (typeof id !== 'string' || typeof name !== 'string') return undefined;
	const counts = REALM_TABLES.map((table) => [table, rows[table] ?? 0] as const);
	if (!counts.every(([, count]) => isCount(count))) return undefined;
	return {
		schema,
		realm: { id, name },
		writtenAt: String(writtenAt),
		rows: Object.fromEntries(counts) as BackupHeader['rows'],
	};
}

/** Reads any other line; `undefined` where it is of no backup. */
export function parseLine(line: string): BackupLine | undefined {
	const { table, row, digest, mac } = parse(line) ?? {};
	if (typeof digest === 'string' && typeof mac === 'string') return { kind: 'end', digest, mac };
	const known = REALM_TABLES.find((name) => name === table);
	return known !== undefined && isMembers(row) ? { kind: 'row', table: known, row } : undefined;
}

/** What only who can open the realm can make for a backup. */
export function backupMacs(sodium: Sodium, key: RealmKey): Macs {
	const macs = keyedMacs(sodium, deriveSubkey(sodium, key.bytes, 'audit'));
	const messageOf = (digest: Uint8Array) =>
		Buffer.concat([Buffer.from(`${FORMAT}/v${String(FORMAT_VERSION)}\0`), digest]);
	return {
		of: (digest) => macs.of(messageOf(digest)),
		matches: (digest, mac) => macs.matches(messageOf(digest), mac),
	};
}
