import type { Cidr } from '../http/cidr';
import type { OriginRule } from '../http/origin';
import type { SecretOwner } from '../crypto/digest';
import { changed, inParts } from './access-change';
import { accessTokenQueries, fromRow, fromKnownRow, newRow } from './access-token-queries';
import { insertingToken } from './insert-access-token';
import { canonicalName } from './canonical-name';
import type { Instant } from './clock';
import { compiledOnce, OPEN } from './compiled-once';
import type { NewVersion } from './credentials';
import type { Dialect } from './dialect';
import type { LifeCycle } from './life-cycle';
import type { RateLimit } from './rate-buckets';
import type { Store } from './store';
import { writeInParts } from './write-in-parts';

/** Who acts in a call, where it is not the user: a user's name, the id of a key or of a client. */
export interface TokenActor {
	readonly type: 'user' | 'apiKey' | 'client';
	readonly id: string;
}

/** Whose a token is: of a user, of a client, or of a user by way of a client. */
export interface TokenOwner {
	readonly userId: string | undefined;
	readonly clientId: string | undefined;
}

export interface AccessToken extends TokenOwner {
	readonly credentialId: string;
	/** The same for all tokens that come from one grant. */
	readonly familyId: string;
	readonly username: string | undefined;
	readonly actor: TokenActor | undefined;
	readonly scopes: readonly string[];
	/** Name of the only application that it works in; any when absent. */
	readonly application: string | undefined;
	readonly dialect: Dialect;
	readonly issuedAt: Instant;
	readonly expiresAt: Instant;
	readonly revokedAt: Instant | undefined;
}

/** The credential that a token was issued for, as it is now. */
export interface TokenSource extends LifeCycle {
	readonly credentialId: string;
	readonly addresses: readonly Cidr[] | undefined;
	readonly applications: readonly string[] | undefined;
	readonly rateLimit: RateLimit | undefined;
	/** What only a domain key has. */
	readonly domainKey:
		{ readonly origins: readonly OriginRule[]; readonly privileges: readonly string[] } | undefined;
}

/** What a decision needs to know of a token: never leaves the process. */
export interface KnownAccessToken extends AccessToken {
	readonly digest: string;
	readonly pepperVersion: number;
	/** Whether its user and its client, as far as it has them, are enabled. */
	readonly userEnabled: boolean;
	readonly clientEnabled: boolean;
	readonly userRateLimit: RateLimit | undefined;
	readonly source: TokenSource | undefined;
	readonly boundKey: string | undefined;
}

export interface NewAccessToken extends NewVersion, TokenOwner {
	readonly credentialId: string;
	readonly familyId: string;
	readonly actor: TokenActor | undefined;
	readonly scopes: readonly string[];
	readonly applicationId: string | undefined;
	readonly dialect: Dialect;
	/** Id of the credential that it is issued for. */
	readonly sourceId: string | undefined;
	/** What a caller has to send in `X-Inbenta-Key` beside it. */
	readonly boundKey: string | undefined;
	readonly issuedAt: Instant;
	readonly expiresAt: Instant;
}

/** Whose the digest of a token is, so that it proves nothing in the row of another owner. */
export function ownerOf({
	credentialId,
	userId,
	clientId,
}: TokenOwner & { readonly credentialId: string }): SecretOwner {
	return { credentialId, userId: `${userId ?? ''}/${clientId ?? ''}` };
}

/** The access tokens of one realm. */
export interface AccessTokens {
	findByPublicId(publicId: string): Promise<KnownAccessToken | undefined>;
	find(credentialId: string): Promise<AccessToken | undefined>;
	/**
	 * The newest first; of one user when `username` is given, and when `publicId` is, the token that has
	 * it or those of the grant whose refresh token has it.
	 */
	list(filter: {
		readonly username?: string;
		readonly publicId?: string;
		readonly limit?: number;
	}): Promise<readonly AccessToken[]>;
	/** One statement. `user-unknown` where the user is gone. */
	add(token: NewAccessToken): Promise<'added' | 'user-unknown'>;
	/** Final. Revoking twice is no error and keeps the first time. */
	revoke(credentialId: string, now: Instant): Promise<'changed' | 'unknown'>;
	/** Ends all tokens of these families. */
	revokeFamilies(familyIds: readonly string[], now: Instant): Promise<void>;
	/** Deletes tokens that ended before. */
	prune(before: Instant): Promise<void>;
}

export function accessTokensOf(store: Store, realmId: string): AccessTokens {
	const { db } = store;
	const { all, known } = accessTokenQueries(db, realmId);
	const byPublicId = compiledOnce(
		'access-token-by-public-id',
		known().where('access_token.public_id', '=', OPEN),
	);
	const insert = insertingToken(store, realmId);

	return {
		async findByPublicId(publicId) {
			const [row] = (await db.executeQuery(byPublicId([publicId]))).rows;
			return row && fromKnownRow(row);
		},
		async find(credentialId) {
			const row = await all().where('access_token.id', '=', credentialId).executeTakeFirst();
			return row && fromRow(row);
		},
		async list({ username, publicId, limit }) {
			let query = all().orderBy('access_token.issued_at', 'desc').orderBy('access_token.id');
			if (username !== undefined) {
				query = query.where('realm_user.name_key', '=', canonicalName(username));
			}
			if (publicId !== undefined) {
				query = query.where(({ or, eb, selectFrom }) =>
					or([
						eb('access_token.public_id', '=', publicId),
						eb(
							'access_token.family_id',
							'in',
							selectFrom('refresh_token')
								.select('refresh_token.grant_id')
								.where('refresh_token.public_id', '=', publicId),
						),
					]),
				);
			}
			if (limit !== undefined) query = query.limit(limit);
			return (await query.execute()).map(fromRow);
		},
		async add(token) {
			const added = await store.transaction([insert(newRow(realmId, token))]);
			return changed(added) ? 'added' : 'user-unknown';
		},
		async revoke(credentialId, now) {
			const result = await db
				.updateTable('access_token')
				.set(({ fn, val, ref }) => ({ revoked_at: fn.coalesce(ref('revoked_at'), val(now)) }))
				.where('realm_id', '=', realmId)
				.where('id', '=', credentialId)
				.executeTakeFirstOrThrow();
			return result.numUpdatedRows === 1n ? 'changed' : 'unknown';
		},
		async revokeFamilies(familyIds, now) {
			const statements = inParts(familyIds).map((some) =>
				db
					.updateTable('access_token')
					.set({ revoked_at: now })
					.where('realm_id', '=', realmId)
					.where('family_id', 'in', some)
					.where('revoked_at', 'is', null),
			);
			if (statements.length > 0) await store.transaction(statements);
		},
		async prune(before) {
			await writeInParts(store, (most) =>
				db
					.deleteFrom('access_token')
					.where('id', 'in', ({ selectFrom }) =>
						selectFrom('access_token')
							.select('id')
							.where('realm_id', '=', realmId)
							.where('expires_at', '<', before)
							.limit(most),
					),
			);
		},
	};
}
