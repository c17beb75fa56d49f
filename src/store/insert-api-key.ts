import type { Compilable } from 'kysely';

import type { NewApiKey } from './api-keys';
import { canonicalName } from './canonical-name';
import type { Store } from './store';

const asJson = (list: readonly string[] | undefined): string | null =>
	list === undefined ? null : JSON.stringify(list);

/** The statements that give a user a key with its first version, or do nothing without the user. */
export function insertApiKey(
	{ db }: Store,
	realmId: string,
	username: string,
	key: NewApiKey,
): readonly Compilable[] {
	const insertKey = db
		.insertInto('credential')
		.columns([
			'id',
			'realm_id',
			'kind',
			'user_id',
			'name',
			'enabled',
			'expires_at',
			'created_at',
			'addresses',
			'applications',
		])
		.expression(({ selectFrom, val }) =>
			selectFrom('realm_user')
				.select([
					val(key.credentialId).as('id'),
					'realm_user.realm_id as realm_id',
					val<'apiKey'>('apiKey').as('kind'),
					'realm_user.id as user_id',
					val(key.name).as('name'),
					val<0 | 1>(1).as('enabled'),
					val(key.expiresAt ?? null).as('expires_at'),
					val(key.createdAt).as('created_at'),
					val(asJson(key.addresses)).as('addresses'),
					val(asJson(key.applications)).as('applications'),
				])
				.where('realm_id', '=', realmId)
				.where('name_key', '=', canonicalName(username)),
		);
	const insertVersion = db
		.insertInto('credential_version')
		.columns(['public_id', 'credential_id', 'version', 'digest', 'pepper_version', 'created_at'])
		.expression(({ selectFrom, val }) =>
			selectFrom('credential')
				.select([
					val(key.publicId).as('public_id'),
					'credential.id as credential_id',
					val(1).as('version'),
					val(key.digest).as('digest'),
					val(key.pepperVersion).as('pepper_version'),
					'credential.created_at as created_at',
				])
				.where('credential.id', '=', key.credentialId),
		);
	return [insertKey, insertVersion];
}
