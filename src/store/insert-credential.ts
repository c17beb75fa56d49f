import type { Compilable } from 'kysely';

import type { Instant } from './clock';
import { listText } from './credential-lists';
import type { NewVersion } from './credentials';
import type { RateLimit } from './rate-buckets';
import { rateLimitText } from './rate-limit-text';
import type { CredentialRow } from './schema';
import type { Store } from './store';

/** A credential of any kind at its birth, with its first version. */
export interface NewCredential extends NewVersion {
	readonly credentialId: string;
	readonly name: string;
	readonly expiresAt: Instant | undefined;
	readonly addresses?: readonly string[] | undefined;
	readonly applications?: readonly string[] | undefined;
	readonly rateLimit: RateLimit | undefined;
	readonly createdAt: Instant;
}

/** The statements that give a user a credential, or do nothing without the user. */
export function insertCredential(
	{ db }: Store,
	realmId: string,
	kind: CredentialRow['kind'],
	userId: string,
	credential: NewCredential,
): readonly Compilable[] {
	const insert = db
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
			'rate_limit',
		])
		.expression(({ selectFrom, val }) =>
			selectFrom('realm_user')
				.select([
					val(credential.credentialId).as('id'),
					'realm_user.realm_id as realm_id',
					val(kind).as('kind'),
					'realm_user.id as user_id',
					val(credential.name).as('name'),
					val<0 | 1>(1).as('enabled'),
					val(credential.expiresAt ?? null).as('expires_at'),
					val(credential.createdAt).as('created_at'),
					val(listText(credential.addresses)).as('addresses'),
					val(listText(credential.applications)).as('applications'),
					val(rateLimitText(credential.rateLimit)).as('rate_limit'),
				])
				.where('realm_id', '=', realmId)
				.where('id', '=', userId),
		);
	const insertVersion = db
		.insertInto('credential_version')
		.columns(['public_id', 'credential_id', 'version', 'digest', 'pepper_version', 'created_at'])
		.expression(({ selectFrom, val }) =>
			selectFrom('credential')
				.select([
					val(credential.publicId).as('public_id'),
					'credential.id as credential_id',
					val(1).as('version'),
					val(credential.digest).as('digest'),
					val(credential.pepperVersion).as('pepper_version'),
					'credential.created_at as created_at',
				])
				.where('credential.id', '=', credential.credentialId),
		);
	return [insert, insertVersion];
}
