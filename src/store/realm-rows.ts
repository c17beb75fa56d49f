import type { Compilable, Kysely, SelectQueryBuilder } from 'kysely';

import type { AnyRow } from './bulk';
import { MIGRATIONS } from './migrations/migrations';
import type { Schema } from './schema';

/** The schema of every open database: opening brings it there. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * The oldest schema whose rows fit into today's tables: what they lack is empty there. A migration
 * that changes rows which are there raises it.
 */
export const OLDEST_FITTING_SCHEMA = 6;

/** A column that leads to the realm: it holds the realm's id, or the id of a row in `owner`. */
interface Way {
	readonly column: string;
	readonly owner?: keyof Schema;
}

/** What a realm consists of. Every row stands behind those that it refers to. */
const WAYS = {
	realm: { column: 'id' },
	realm_key: { column: 'realm_id' },
	realm_user: { column: 'realm_id' },
	user_password: { column: 'user_id', owner: 'realm_user' },
	application: { column: 'realm_id' },
	realm_group: { column: 'realm_id' },
	role: { column: 'application_id', owner: 'application' },
	role_privilege: { column: 'role_id', owner: 'role' },
	group_member: { column: 'group_id', owner: 'realm_group' },
	group_role: { column: 'group_id', owner: 'realm_group' },
	oauth_client: { column: 'realm_id' },
	client_group: { column: 'client_id', owner: 'oauth_client' },
	client_user: { column: 'client_id', owner: 'oauth_client' },
	credential: { column: 'realm_id' },
	credential_version: { column: 'credential_id', owner: 'credential' },
	access_token: { column: 'realm_id' },
	domain_key: { column: 'credential_id', owner: 'credential' },
	key_pair: { column: 'credential_id', owner: 'credential' },
	key_pair_user: { column: 'credential_id', owner: 'credential' },
	datasource: { column: 'realm_id' },
	datasource_access: { column: 'datasource_id', owner: 'datasource' },
	secret_key: { column: 'datasource_id', owner: 'datasource' },
	secret_version: { column: 'secret_id', owner: 'secret_key' },
	used_envelope: { column: 'datasource_id', owner: 'datasource' },
	signing_key: { column: 'realm_id' },
	signing_secret: { column: 'credential_id', owner: 'credential' },
	used_realm_envelope: { column: 'realm_id' },
	received_message: { column: 'credential_id', owner: 'credential' },
	consent: { column: 'realm_id' },
	oauth_grant: { column: 'realm_id' },
	authorization_code: { column: 'grant_id', owner: 'oauth_grant' },
	refresh_token: { column: 'grant_id', owner: 'oauth_grant' },
	key_grant: { column: 'realm_id' },
	guid_token: { column: 'grant_id', owner: 'key_grant' },
	used_once: { column: 'realm_id' },
	token_signing_key: { column: 'realm_id' },
	audit_chain: { column: 'realm_id' },
	audit_entry: { column: 'realm_id' },
	audit_heads: { column: 'realm_id' },
	audit_checkpoint: { column: 'realm_id' },
} as const satisfies Partial<Record<keyof Schema, Way>>;

export type RealmTable = keyof typeof WAYS;

/** In the order in which rows can be added. */
export const REALM_TABLES = Object.keys(WAYS) as RealmTable[];

/**
 * What counts for a moment only and is not part of a copy: a link that was used must not work again
 * where the copy is restored.
 */
export const PASSING_TABLES: readonly Exclude<keyof Schema, RealmTable>[] = [
	'active_trigger',
	'announcement',
	'rate_bucket',
	'stored_answer',
	'one_time_link',
];

type AnySchema = Record<string, Record<string, unknown>>;
const anyOf = (db: Kysely<Schema>) => db as unknown as Kysely<AnySchema>;

function idsIn(db: Kysely<AnySchema>, table: keyof Schema, realmId: string) {
	return rowsIn(db, table, realmId).select(`${table}.id`);
}

function rowsIn(
	db: Kysely<AnySchema>,
	table: keyof Schema,
	realmId: string,
): SelectQueryBuilder<AnySchema, string, object> {
	const way: Way | undefined = WAYS[table as RealmTable];
	const rows = db.selectFrom(table);
	if (way?.owner === undefined) return rows.where(`${table}.${way?.column ?? ''}`, '=', realmId);
	return rows.where(`${table}.${way.column}`, 'in', idsIn(db, way.owner, realmId));
}

/** All rows of a realm in one table. */
export function selectRows(db: Kysely<Schema>, table: RealmTable, realmId: string): Compilable {
	return rowsIn(anyOf(db), table, realmId).selectAll();
}

/** How many they are, as `count`. */
export function countRows(db: Kysely<Schema>, table: RealmTable, realmId: string): Compilable {
	return rowsIn(anyOf(db), table, realmId).select(({ fn }) => fn.countAll().as('count'));
}

/** Adds rows, all with the same columns, as they were read. */
export function insertRows(
	db: Kysely<Schema>,
	table: RealmTable,
	rows: readonly AnyRow[],
): Compilable {
	return anyOf(db).insertInto(table).values(rows);
}

/** A realm that would stand in the way of one with this id and name. */
export function selectRealmInTheWay(
	db: Kysely<Schema>,
	{ id, name }: { readonly id: string; readonly name: string },
): Compilable {
	return db
		.selectFrom('realm')
		.select('id')
		.where(({ eb, or }) => or([eb('id', '=', id), eb('name', '=', name)]));
}
