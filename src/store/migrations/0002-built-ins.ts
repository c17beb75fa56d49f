import { type Compilable, type Kysely, sql } from 'kysely';

import type { Rows } from './0002-rows';

/** The id of a built-in thing: a realm has one of each. */
const builtIn = (realmId: 'id' | 'realm_id', suffix: 'default' | 'realm') =>
	sql<string>`${sql.ref(realmId)} || ${sql.lit(`:${suffix}`)}`;

/** What every realm has: two applications, and in `Default` a group of all its users with a role. */
export function builtIns(db: Kysely<Rows>): readonly Compilable[] {
	const named = ['id', 'realm_id', 'name', 'name_key', 'created_at'] as const;
	const application = (suffix: 'default' | 'realm', name: string) =>
		db
			.insertInto('application')
			.columns(named)
			.expression(({ selectFrom }) =>
				selectFrom('realm').select([
					builtIn('id', suffix).as('id'),
					'id as realm_id',
					sql.lit(name).as('name'),
					sql.lit(suffix).as('name_key'),
					'created_at',
				]),
			);
	const privilege = (name: string, key: string) =>
		db
			.insertInto('role_privilege')
			.columns(['role_id', 'name', 'name_key'])
			.expression(({ selectFrom }) =>
				selectFrom('realm').select([
					builtIn('id', 'default').as('role_id'),
					sql.lit(name).as('name'),
					sql.lit(key).as('name_key'),
				]),
			);
	return [
		application('default', 'Default'),
		application('realm', 'Realm'),
		db
			.insertInto('realm_group')
			.columns([...named, 'application_id'])
			.expression(({ selectFrom }) =>
				selectFrom('realm').select([
					builtIn('id', 'default').as('id'),
					'id as realm_id',
					sql.lit('Default').as('name'),
					sql.lit('default').as('name_key'),
					'created_at',
					builtIn('id', 'default').as('application_id'),
				]),
			),
		db
			.insertInto('role')
			.columns(['id', 'application_id', 'name', 'name_key', 'created_at', 'updated_at'])
			.expression(({ selectFrom }) =>
				selectFrom('realm').select([
					builtIn('id', 'default').as('id'),
					builtIn('id', 'default').as('application_id'),
					sql.lit('Caller').as('name'),
					sql.lit('caller').as('name_key'),
					'created_at',
					'created_at as updated_at',
				]),
			),
		privilege('Use API Key', 'use api key'),
		privilege('Run Actions', 'run actions'),
		db
			.insertInto('group_role')
			.columns(['group_id', 'role_id'])
			.expression(({ selectFrom }) =>
				selectFrom('realm').select([
					builtIn('id', 'default').as('group_id'),
					builtIn('id', 'default').as('role_id'),
				]),
			),
		db
			.insertInto('group_member')
			.columns(['group_id', 'user_id'])
			.expression(({ selectFrom }) =>
				selectFrom('realm_user').select([
					builtIn('realm_id', 'default').as('group_id'),
					'id as user_id',
				]),
			),
	];
}
