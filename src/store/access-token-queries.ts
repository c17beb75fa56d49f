import type { Kysely } from 'kysely';

import type { AccessTokenRow } from './access-token-row';
import type { AccessToken, KnownAccessToken, NewAccessToken, TokenActor } from './access-tokens';
import { listIn, originsIn, rangesIn } from './credential-lists';
import { type Dialect, DIALECTS } from './dialect';
import { Fault } from './fault';
import { rateLimitIn } from './rate-limit-text';
import type { Schema } from './schema';

/** Tokens with the names of what they refer to; `known` with all that a decision looks at. */
export function accessTokenQueries(db: Kysely<Schema>, realmId: string) {
	const all = () =>
		db
			.selectFrom('access_token')
			.leftJoin('realm_user', 'realm_user.id', 'access_token.user_id')
			.leftJoin('application', 'application.id', 'access_token.application_id')
			.where('access_token.realm_id', '=', realmId)
			.select([
				'access_token.id',
				'access_token.family_id',
				'access_token.user_id',
				'access_token.client_id',
				'access_token.actor_type',
				'access_token.actor_id',
				'access_token.scopes',
				'access_token.dialect',
				'access_token.issued_at',
				'access_token.expires_at',
				'access_token.revoked_at',
				'realm_user.name as username',
				'application.name as application',
			]);
	const known = () =>
		all()
			.leftJoin('credential as source', 'source.id', 'access_token.source_id')
			.leftJoin('domain_key', 'domain_key.credential_id', 'access_token.source_id')
			.leftJoin('oauth_client', 'oauth_client.id', 'access_token.client_id')
			.select([
				'access_token.digest',
				'access_token.pepper_version',
				'access_token.source_id',
				'access_token.bound_key',
				'oauth_client.enabled as client_enabled',
				'realm_user.enabled as user_enabled',
				'realm_user.rate_limit as user_rate_limit',
				'source.enabled as source_enabled',
				'source.expires_at as source_expires_at',
				'source.revoked_at as source_revoked_at',
				'source.addresses as source_addresses',
				'source.applications as source_applications',
				'source.rate_limit as source_rate_limit',
				'domain_key.origins as source_origins',
				'domain_key.privileges as source_privileges',
			]);
	return { all, known };
}

type Queries = ReturnType<typeof accessTokenQueries>;
type Row = Awaited<ReturnType<ReturnType<Queries['all']>['execute']>>[number];
type KnownRow = Awaited<ReturnType<ReturnType<Queries['known']>['execute']>>[number];

const ACTOR_TYPES: readonly string[] = ['user', 'apiKey', 'client'] satisfies TokenActor['type'][];
const damaged = (what: string): Fault =>
	new Fault('store-unavailable', `The ${what} of an access token in the database is damaged.`);
const isActorType = (text: string): text is TokenActor['type'] => ACTOR_TYPES.includes(text);

function actorIn({ actor_type: type, actor_id: id }: Row): TokenActor | undefined {
	if (type === null || id === null) return undefined;
	if (isActorType(type)) return { type, id };
	throw damaged('actor');
}

/** What a token needs beside it depends on it, so that an unknown one must not pass. */
function dialectIn(text: string): Dialect {
	const dialect = DIALECTS.find((known) => known === text);
	if (dialect === undefined) throw damaged('dialect');
	return dialect;
}

export function fromRow(row: Row): AccessToken {
	return {
		credentialId: row.id,
		familyId: row.family_id,
		userId: row.user_id ?? undefined,
		username: row.username ?? undefined,
		clientId: row.client_id ?? undefined,
		actor: actorIn(row),
		scopes: row.scopes.split(' ').filter((scope) => scope !== ''),
		application: row.application ?? undefined,
		dialect: dialectIn(row.dialect),
		issuedAt: row.issued_at,
		expiresAt: row.expires_at,
		revokedAt: row.revoked_at ?? undefined,
	};
}

export function fromKnownRow(row: KnownRow): KnownAccessToken {
	return {
		...fromRow(row),
		digest: row.digest,
		pepperVersion: row.pepper_version,
		userEnabled: row.user_id === null || row.user_enabled === 1,
		clientEnabled: row.client_id === null || row.client_enabled === 1,
		userRateLimit: rateLimitIn(row.user_rate_limit),
		boundKey: row.bound_key ?? undefined,
		source:
			row.source_id === null
				? undefined
				: {
						credentialId: row.source_id,
						enabled: row.source_enabled === 1,
						expiresAt: row.source_expires_at ?? undefined,
						revokedAt: row.source_revoked_at ?? undefined,
						addresses: row.source_addresses === null ? undefined : rangesIn(row.source_addresses),
						applications:
							row.source_applications === null ? undefined : listIn(row.source_applications),
						rateLimit: rateLimitIn(row.source_rate_limit),
						domainKey:
							row.source_origins === null || row.source_privileges === null
								? undefined
								: {
										origins: originsIn(row.source_origins),
										privileges: listIn(row.source_privileges),
									},
					},
	};
}

export function newRow(realmId: string, token: NewAccessToken): AccessTokenRow {
	return {
		id: token.credentialId,
		realm_id: realmId,
		family_id: token.familyId,
		public_id: token.publicId,
		digest: token.digest,
		pepper_version: token.pepperVersion,
		user_id: token.userId ?? null,
		client_id: token.clientId ?? null,
		source_id: token.sourceId ?? null,
		actor_type: token.actor?.type ?? null,
		actor_id: token.actor?.id ?? null,
		scopes: token.scopes.join(' '),
		application_id: token.applicationId ?? null,
		dialect: token.dialect,
		bound_key: token.boundKey ?? null,
		issued_at: token.issuedAt,
		expires_at: token.expiresAt,
		revoked_at: null,
	};
}
