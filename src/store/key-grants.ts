import { changed } from './access-change';
import type { Instant } from './clock';
import { isOfAnotherPassword } from './end-password-tokens';
import { pruneGrants } from './prune-grants';
import type { Store } from './store';

/**
 * What a key pair, a domain key or a password was exchanged for: all tokens that go on from it end
 * with it.
 */
export interface KeyGrant {
	readonly id: string;
	/** The key; `undefined` where it was a password. */
	readonly credentialId: string | undefined;
	/** Public id of the secret that was shown: when that counts no more, nothing goes on. */
	readonly secretId: string;
	readonly userId: string;
	readonly createdAt: Instant;
	/** The absolute end: nothing moves it. */
	readonly expiresAt: Instant;
}

/** A grant as it stands. */
export interface StoredKeyGrant extends KeyGrant {
	readonly revokedAt: Instant | undefined;
	readonly username: string;
	readonly userEnabled: boolean;
	/** Whether the password that was shown is the user's no more. */
	readonly passwordChanged: boolean;
}

/** What is kept of a refresh token that is a GUID. */
export interface NewGuidToken {
	readonly digest: string;
	readonly pepperVersion: number;
	readonly createdAt: Instant;
}

export interface StoredGuidToken {
	readonly digest: string;
	readonly consumedAt: Instant | undefined;
	readonly grant: StoredKeyGrant;
}

/** The grants of keys and passwords of one realm. A refresh token is consumed at most once, under any race. */
export interface KeyGrants {
	find(grantId: string): Promise<StoredKeyGrant | undefined>;
	add(grant: KeyGrant, first?: NewGuidToken): Promise<void>;
	/** The one token that has one of these digests. */
	findToken(digests: readonly string[]): Promise<StoredGuidToken | undefined>;
	/** Consumes a token and adds the one that follows it. */
	rotate(digest: string, next: NewGuidToken, now: Instant): Promise<'rotated' | 'lost'>;
	/** Ends a grant for good; the first time stays. */
	revoke(grantId: string, now: Instant): Promise<void>;
	/** Deletes grants that ended before, with all that belongs to them. */
	prune(before: Instant): Promise<void>;
}

export function keyGrantsOf(store: Store, realmId: string): KeyGrants {
	const { db } = store;
	const grants = () =>
		db
			.selectFrom('key_grant')
			.innerJoin('realm_user', 'realm_user.id', 'key_grant.user_id')
			.leftJoin('user_password', 'user_password.user_id', 'key_grant.user_id')
			.where('key_grant.realm_id', '=', realmId)
			.select([
				'key_grant.id',
				'key_grant.credential_id',
				'key_grant.secret_id',
				'key_grant.user_id',
				'key_grant.created_at',
				'key_grant.expires_at',
				'key_grant.revoked_at',
				'realm_user.name as username',
				'realm_user.enabled as user_enabled',
				'user_password.salt as current_password_id',
			]);
	type Row = Awaited<ReturnType<ReturnType<typeof grants>['execute']>>[number];
	const grantIn = (row: Row): StoredKeyGrant => ({
		id: row.id,
		credentialId: row.credential_id ?? undefined,
		secretId: row.secret_id,
		userId: row.user_id,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		revokedAt: row.revoked_at ?? undefined,
		username: row.username,
		userEnabled: row.user_enabled === 1,
		passwordChanged: isOfAnotherPassword(
			row.credential_id === null ? row.secret_id : null,
			row.current_password_id,
		),
	});
	const goingOn = (now: Instant) =>
		db
			.selectFrom('key_grant')
			.select('id')
			.where('realm_id', '=', realmId)
			.where('revoked_at', 'is', null)
			.where('expires_at', '>', now);

	return {
		async find(grantId) {
			const row = await grants().where('key_grant.id', '=', grantId).executeTakeFirst();
			return row && grantIn(row);
		},
		async add(grant, first) {
			const insert = db.insertInto('key_grant').values({
				id: grant.id,
				realm_id: realmId,
				credential_id: grant.credentialId ?? null,
				secret_id: grant.secretId,
				user_id: grant.userId,
				created_at: grant.createdAt,
				expires_at: grant.expiresAt,
				revoked_at: null,
			});
			const token = first && [
				db.insertInto('guid_token').values({
					digest: first.digest,
					grant_id: grant.id,
					pepper_version: first.pepperVersion,
					created_at: first.createdAt,
					consumed_at: null,
					successor: null,
				}),
			];
			await store.transaction([insert, ...(token ?? [])]);
		},
		async findToken(digests) {
			if (digests.length === 0) return undefined;
			const row = await grants()
				.innerJoin('guid_token', 'guid_token.grant_id', 'key_grant.id')
				.select(['guid_token.digest', 'guid_token.consumed_at'])
				.where('guid_token.digest', 'in', digests)
				.executeTakeFirst();
			if (row === undefined) return undefined;
			const { digest, consumed_at: consumedAt } = row;
			return { digest, consumedAt: consumedAt ?? undefined, grant: grantIn(row) };
		},
		async rotate(digest, next, now) {
			const consume = db
				.updateTable('guid_token')
				.set({ consumed_at: now, successor: next.digest })
				.where('digest', '=', digest)
				.where('consumed_at', 'is', null)
				.where('grant_id', 'in', goingOn(now));
			const follow = db
				.insertInto('guid_token')
				.columns(['digest', 'grant_id', 'pepper_version', 'created_at'])
				.expression(({ selectFrom, val }) =>
					selectFrom('guid_token')
						.select([
							val(next.digest).as('digest'),
							'guid_token.grant_id',
							val(next.pepperVersion).as('pepper_version'),
							val(next.createdAt).as('created_at'),
						])
						.where('guid_token.digest', '=', digest)
						.where('guid_token.successor', '=', next.digest),
				);
			return changed(await store.transaction([consume, follow])) ? 'rotated' : 'lost';
		},
		async revoke(grantId, now) {
			await db
				.updateTable('key_grant')
				.set(({ fn, val, ref }) => ({ revoked_at: fn.coalesce(ref('revoked_at'), val(now)) }))
				.where('realm_id', '=', realmId)
				.where('id', '=', grantId)
				.execute();
		},
		prune: (before) => pruneGrants(store, 'key_grant', realmId, before),
	};
}
