import type { Compilable } from 'kysely';

import { inParts } from './access-change';
import type { NewClient, NewClientSecret } from './clients';
import type { Store } from './store';

/**
 * The statements that make the users and groups of a client what they are to be, while the client
 * is at this revision. Users and groups that are gone, or of another realm, are left out.
 */
export function linkClient(
	{ db }: Store,
	{ clientId, userIds, groupIds }: NewClient,
	revision: number,
): readonly Compilable[] {
	const seen = () =>
		db
			.selectFrom('oauth_client')
			.select('oauth_client.id')
			.where('oauth_client.id', '=', clientId)
			.where('revision', '=', revision);
	return [
		db.deleteFrom('client_user').where('client_id', 'in', seen()),
		db.deleteFrom('client_group').where('client_id', 'in', seen()),
		...inParts(userIds).map((part) =>
			db
				.insertInto('client_user')
				.columns(['client_id', 'user_id'])
				.expression(
					seen()
						.innerJoin('realm_user', 'realm_user.realm_id', 'oauth_client.realm_id')
						.select('realm_user.id as user_id')
						.where('realm_user.id', 'in', part),
				),
		),
		...inParts(groupIds).map((part) =>
			db
				.insertInto('client_group')
				.columns(['client_id', 'group_id'])
				.expression(
					seen()
						.innerJoin('realm_group', 'realm_group.realm_id', 'oauth_client.realm_id')
						.select('realm_group.id as group_id')
						.where('realm_group.id', 'in', part),
				),
		),
	];
}

/** The statements that give a new client its secret. */
export function insertClientSecret(
	{ db }: Store,
	realmId: string,
	{ clientId, name, now }: NewClient,
	{ credentialId, expiresAt, publicId, digest, pepperVersion }: NewClientSecret,
): readonly Compilable[] {
	return [
		db.insertInto('credential').values({
			id: credentialId,
			realm_id: realmId,
			kind: 'clientSecret',
			client_id: clientId,
			name,
			enabled: 1,
			expires_at: expiresAt ?? null,
			created_at: now,
		}),
		db.insertInto('credential_version').values({
			public_id: publicId,
			credential_id: credentialId,
			version: 1,
			digest,
			pepper_version: pepperVersion,
			created_at: now,
		}),
	];
}
