import { type PostgresConnection, SCHEMA } from '../store/postgres/place';

export type { PostgresConnection, PostgresTls } from '../store/postgres/place';

/** Schema of the tables in a PostgreSQL database. */
export const POSTGRES_SCHEMA = SCHEMA;

/** What opens a realm: a passphrase to derive a key from, or a key of 32 bytes itself. */
export type RealmLock =
	| { readonly kind: 'passphrase'; readonly passphrase: string }
	| { readonly kind: 'key'; readonly key: Uint8Array };

/** Where a realm is kept. */
export type RealmStorage =
	| { readonly kind: 'sqlite'; readonly file: string }
	| { readonly kind: 'postgres'; readonly connection: PostgresConnection };

export interface RealmSettings {
	readonly realm: string;
	readonly lock: RealmLock;
	readonly storage: RealmStorage;
	/** Where copies of the audit's heads go, outside of the database. */
	readonly auditAnchorFile?: string;
}

const KEY_BYTES = 32;
const LEAST_LETTERS = 8;
const KEY_TEXT = /^[A-Za-z0-9+/]{43}=$/;

/** Reads a passphrase field: base64 of exactly 32 bytes is a key, anything else a passphrase. */
export function parseLock(
	text: string,
): RealmLock | { readonly kind: 'refused'; readonly sentence: string } {
	if (KEY_TEXT.test(text)) {
		const key = Buffer.from(text, 'base64');
		if (key.length === KEY_BYTES && key.toString('base64') === text) return { kind: 'key', key };
	}
	if (text.length < LEAST_LETTERS) {
		const sentence =
			text === ''
				? 'The passphrase of the realm is empty: enter one.'
				: `The passphrase of the realm is too short: use at least ${String(LEAST_LETTERS)} characters, or 32 random bytes as base64.`;
		return { kind: 'refused', sentence };
	}
	return { kind: 'passphrase', passphrase: text };
}
