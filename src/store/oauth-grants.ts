import { changed } from './access-change';
import type { Instant } from './clock';
import { compiledOnce, OPEN } from './compiled-once';
import { grantReader, namesText } from './grant-rows';
import { pruneGrants } from './prune-grants';
import type { Store } from './store';

/** What a client was granted once: codes and refresh tokens come from it and end with it. */
export interface OAuthGrant {
	readonly id: string;
	readonly clientId: string;
	readonly userId: string | undefined;
	/** The consent that it rests on; none for a trusted client, or without a user's page. */
	readonly consentId: string | undefined;
	readonly scopes: readonly string[];
	/** Names of applications; all when empty. */
	readonly applications: readonly string[];
	readonly createdAt: Instant;
	/** When its last refresh token ends at the latest; rotation never moves it. */
	readonly expiresAt: Instant;
	/** Whether the client acts as the user, who was not there. */
	readonly actsAlone: boolean;
	/** Of the user's password that it was had by: with that it ends. */
	readonly passwordId: string | undefined;
}

/** A grant as it stands. */
export interface StoredGrant extends OAuthGrant {
	readonly revokedAt: Instant | undefined;
	/** Name of the user; `undefined` without one. */
	readonly username: string | undefined;
	readonly userEnabled: boolean;
	/** Whether the password that was shown is the user's no more. */
	readonly passwordChanged: boolean;
}

/** What is kept of a value that is shown once. */
export interface NewProof {
	readonly publicId: string;
	readonly digest: string;
	readonly pepperVersion: number;
	readonly createdAt: Instant;
	readonly expiresAt: Instant;
}

export interface NewCode extends NewProof {
	/** As the authorization request had it; `undefined` where it had none. */
	readonly redirectUri: string | undefined;
	readonly challenge: string | undefined;
}

interface Consumable extends NewProof {
	readonly consumedAt: Instant | undefined;
	readonly grant: StoredGrant;
}

export interface StoredCode extends Consumable, NewCode {}

export interface StoredRefreshToken extends Consumable {
	/** Public id of the refresh token that followed, where one did. */
	readonly successor: string | undefined;
}

/**
 * Grants with their codes and refresh tokens. Whatever is consumed is consumed at most once, under
 * any race and by any number of processes.
 */
export interface OAuthGrants {
	find(grantId: string): Promise<StoredGrant | undefined>;
	/**
	 * Adds a grant with its code, its first refresh token, or neither. It has ended from the start where
	 * its consent was revoked meanwhile.
	 */
	add(
		grant: OAuthGrant,
		first: { readonly code?: NewCode; readonly refreshToken?: NewProof },
	): Promise<void>;
	findCode(publicId: string): Promise<StoredCode | undefined>;
	/**
	 * Consumes a code and adds the first refresh token of its grant, where there is one. RFC 6749
	 * section 4.1.2.
	 */
	consumeCode(
		publicId: string,
		refreshToken: NewProof | undefined,
		now: Instant,
	): Promise<'consumed' | 'lost'>;
	findRefreshToken(publicId: string): Promise<StoredRefreshToken | undefined>;
	/** Consumes a refresh token and adds the one that follows it. RFC 9700 section 4.14.2. */
	rotate(publicId: string, next: NewProof, now: Instant): Promise<'rotated' | 'lost'>;
	/**
	 * Puts another token in the place of the successor of a consumed one, which dies unused; `lost`
	 * where the successor was used.
	 */
	replaceSuccessor(
		publicId: string,
		successor: string,
		next: NewProof,
		now: Instant,
	): Promise<'rotated' | 'lost'>;
	/** Ends a grant for good; the first time stays. */
	revoke(grantId: string, now: Instant): Promise<void>;
	/** Deletes grants that ended before, with all that belongs to them. */
	prune(before: Instant): Promise<void>;
}

export function oauthGrantsOf(store: Store, realmId: string): OAuthGrants {
	const { db } = store;
	const proofRow = (grantId: string, proof: NewProof) => ({
		public_id: proof.publicId,
		grant_id: grantId,
		digest: proof.digest,
		pepper_version: proof.pepperVersion,
		created_at: proof.createdAt,
		expires_at: proof.expiresAt,
		consumed_at: null,
	});
	const following = (table: 'authorization_code' | 'refresh_token') =>
		compiledOnce(
			`follow-${table}`,
			db
				.insertInto('refresh_token')
				.columns(['public_id', 'grant_id', 'digest', 'pepper_version', 'created_at', 'expires_at'])
				.expression(({ selectFrom, val }) =>
					selectFrom(table)
						.select([
							val(OPEN).as('public_id'),
							`${table}.grant_id`,
							val(OPEN).as('digest'),
							val(OPEN as never).as('pepper_version'),
							val(OPEN as never).as('created_at'),
							val(OPEN as never).as('expires_at'),
						])
						.where(`${table}.public_id`, '=', OPEN)
						.where(`${table}.successor`, '=', OPEN),
				),
		);
	const follows = {
		authorization_code: following('authorization_code'),
		refresh_token: following('refresh_token'),
	};
	/** Adds a refresh token to the grant of a consumed value, where that was consumed by this. */
	const follow = (table: keyof typeof follows, publicId: string, next: NewProof) => {
		const { publicId: id, digest, pepperVersion, createdAt, expiresAt } = next;
		return follows[table]([id, digest, pepperVersion, createdAt, expiresAt, publicId, id]);
	};
	const goingOn = (now: Instant) =>
		db
			.selectFrom('oauth_grant')
			.select('id')
			.where('realm_id', '=', realmId)
			.where('revoked_at', 'is', null)
			.where('expires_at', '>', now);
	const consuming = compiledOnce(
		'consume-refresh-token',
		db
			.updateTable('refresh_token')
			.set({ consumed_at: OPEN as never, successor: OPEN })
			.where('public_id', '=', OPEN)
			.where('consumed_at', 'is', null)
			.where('expires_at', '>', OPEN as never)
			.where('grant_id', 'in', goingOn(OPEN as never)),
	);
	/** Consumes one unused refresh token of a grant that goes on. */
	const consume = (publicId: string, successor: string, now: Instant) =>
		consuming([now, successor, publicId, now, now]);

	/** Whoever revokes the consent comes before these or waits for them, and then finds the grant. */
	const endingWithConsent = (grantId: string, consentId: string) => {
		const consent = db.selectFrom('consent').where('id', '=', consentId);
		return [
			db
				.updateTable('consent')
				.set(({ ref }) => ({ updated_at: ref('updated_at') }))
				.where('id', '=', consentId),
			db
				.updateTable('oauth_grant')
				.set({ revoked_at: consent.select('revoked_at') })
				.where('id', '=', grantId)
				.where(({ exists }) => exists(consent.select('id').where('revoked_at', 'is not', null))),
		];
	};

	return {
		...grantReader(store, realmId),
		async add(grant, { code, refreshToken }) {
			const insert = db.insertInto('oauth_grant').values({
				id: grant.id,
				realm_id: realmId,
				client_id: grant.clientId,
				user_id: grant.userId ?? null,
				consent_id: grant.consentId ?? null,
				scopes: namesText(grant.scopes),
				applications: namesText(grant.applications),
				created_at: grant.createdAt,
				expires_at: grant.expiresAt,
				revoked_at: null,
				acts_alone: grant.actsAlone ? 1 : 0,
				password_id: grant.passwordId ?? null,
			});
			const codes = code && [
				db.insertInto('authorization_code').values({
					...proofRow(grant.id, code),
					redirect_uri: code.redirectUri ?? null,
					challenge: code.challenge ?? null,
					successor: null,
				}),
			];
			const tokens = refreshToken && [
				db
					.insertInto('refresh_token')
					.values({ ...proofRow(grant.id, refreshToken), successor: null }),
			];
			const { id, consentId } = grant;
			const ending = consentId === undefined ? [] : endingWithConsent(id, consentId);
			await store.transaction([insert, ...(codes ?? []), ...(tokens ?? []), ...ending]);
		},
		async consumeCode(publicId, refreshToken, now) {
			const take = db
				.updateTable('authorization_code')
				.set({ consumed_at: now, successor: refreshToken?.publicId ?? null })
				.where('public_id', '=', publicId)
				.where('consumed_at', 'is', null)
				.where('expires_at', '>', now)
				.where('grant_id', 'in', goingOn(now));
			const next =
				refreshToken === undefined ? [] : [follow('authorization_code', publicId, refreshToken)];
			return changed(await store.transaction([take, ...next])) ? 'consumed' : 'lost';
		},
		async rotate(publicId, next, now) {
			const results = await store.transaction([
				consume(publicId, next.publicId, now),
				follow('refresh_token', publicId, next),
			]);
			return changed(results) ? 'rotated' : 'lost';
		},
		async replaceSuccessor(publicId, successor, next, now) {
			const results = await store.transaction([
				consume(successor, next.publicId, now),
				follow('refresh_token', successor, next),
				// It has no grace of its own: whoever shows it ends the grant.
				db
					.updateTable('refresh_token')
					.set({ expires_at: now })
					.where('public_id', '=', successor)
					.where('successor', '=', next.publicId),
				db
					.updateTable('refresh_token')
					.set({ successor: next.publicId })
					.where('public_id', '=', publicId)
					.where(({ exists, selectFrom }) =>
						exists(
							selectFrom('refresh_token as next')
								.select('next.public_id')
								.where('next.public_id', '=', next.publicId),
						),
					),
			]);
			return changed(results) ? 'rotated' : 'lost';
		},
		async revoke(grantId, now) {
			await db
				.updateTable('oauth_grant')
				.set(({ fn, val, ref }) => ({ revoked_at: fn.coalesce(ref('revoked_at'), val(now)) }))
				.where('realm_id', '=', realmId)
				.where('id', '=', grantId)
				.execute();
		},
		prune: (before) => pruneGrants(store, 'oauth_grant', realmId, before),
	};
}
