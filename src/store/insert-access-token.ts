import type { Compilable } from 'kysely';

import type { AccessTokenRow } from './access-token-row';
import { compiledOnce, OPEN } from './compiled-once';
import type { Store } from './store';

const COLUMNS: readonly (keyof AccessTokenRow)[] = [
	'id',
	'realm_id',
	'family_id',
	'public_id',
	'digest',
	'pepper_version',
	'user_id',
	'client_id',
	'source_id',
	'actor_type',
	'actor_id',
	'scopes',
	'application_id',
	'dialect',
	'bound_key',
	'issued_at',
	'expires_at',
	'revoked_at',
];

/** The statement that adds a token, where its user is there, if it has one. */
export function insertingToken(
	{ db }: Pick<Store, 'db'>,
	realmId: string,
): (row: AccessTokenRow) => Compilable {
	const inserting = (hasUser: boolean) =>
		db
			.insertInto('access_token')
			.columns([...COLUMNS])
			.expression(({ selectFrom, val }) =>
				selectFrom('realm')
					.select(COLUMNS.map((column) => val(OPEN).as(column)) as never)
					.where('realm.id', '=', realmId)
					.$if(hasUser, (rest) =>
						rest.where(({ exists }) =>
							exists(
								selectFrom('realm_user')
									.select('realm_user.id')
									.where('realm_user.realm_id', '=', realmId)
									.where('realm_user.id', '=', OPEN),
							),
						),
					),
			);
	const own = compiledOnce('add-access-token', inserting(false));
	const ofUser = compiledOnce('add-access-token-of-user', inserting(true));
	return (row) => {
		const values = COLUMNS.map((column) => row[column]);
		return row.user_id === null ? own(values) : ofUser([...values, row.user_id]);
	};
}
