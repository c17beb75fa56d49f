import type { Compilable } from 'kysely';

import type { Instant } from './clock';
import type { Store } from './store';

/** Whether a grant was had by a password, and that is its user's no more. */
export function isOfAnotherPassword(
	passwordId: string | null,
	currentPasswordId: string | null,
): boolean {
	return passwordId !== null && passwordId !== currentPasswordId;
}

/**
 * The statements that end what was had by passwords of a user other than the current one: grants of
 * both kinds, and their tokens. Grants that rest on a consent are not among them.
 */
export function endingPasswordTokens(
	{ db }: Pick<Store, 'db'>,
	{ realmId, userId }: { readonly realmId: string; readonly userId: string },
	now: Instant,
): readonly Compilable[] {
	const current = db.selectFrom('user_password').select('salt').where('user_id', '=', userId);
	const keyGrants = db
		.selectFrom('key_grant')
		.select('id')
		.where('realm_id', '=', realmId)
		.where('user_id', '=', userId)
		.where('credential_id', 'is', null)
		.where('secret_id', 'not in', current);
	const oauthGrants = db
		.selectFrom('oauth_grant')
		.select('id')
		.where('realm_id', '=', realmId)
		.where('user_id', '=', userId)
		.where('password_id', 'is not', null)
		.where('password_id', 'not in', current);
	const ended = { revoked_at: now };
	return [
		db
			.updateTable('access_token')
			.set(ended)
			.where('realm_id', '=', realmId)
			.where('user_id', '=', userId)
			.where('revoked_at', 'is', null)
			.where('family_id', 'in', keyGrants.unionAll(oauthGrants)),
		db
			.updateTable('key_grant')
			.set(ended)
			.where('revoked_at', 'is', null)
			.where('id', 'in', keyGrants),
		db
			.updateTable('oauth_grant')
			.set(ended)
			.where('revoked_at', 'is', null)
			.where('id', 'in', oauthGrants),
	];
}
