import { canonicalName } from './canonical-name';
import { changed } from './access-change';
import type { Instant } from './clock';
import { namesIn, namesText } from './grant-rows';
import type { Store } from './store';

/** A user's agreement that a client acts for them. */
export interface Consent {
	readonly id: string;
	readonly clientId: string;
	readonly client: string;
	readonly username: string;
	readonly scopes: readonly string[];
	/** Names of applications; all when empty. */
	readonly applications: readonly string[];
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
	readonly revokedAt: Instant | undefined;
}

export interface GivenConsent {
	/** Of a consent that is not there yet. */
	readonly id: string;
	readonly clientId: string;
	readonly userId: string;
	readonly scopes: readonly string[];
	readonly applications: readonly string[];
	readonly now: Instant;
}

export interface ConsentFilter {
	readonly username?: string | undefined;
	readonly clientId?: string | undefined;
	readonly limit?: number | undefined;
}

/** What users agreed to: one consent for each client and user. */
export interface Consents {
	/** The consent of a user that was not revoked. */
	findActive(clientId: string, userId: string): Promise<Consent | undefined>;
	find(consentId: string): Promise<Consent | undefined>;
	/** Keeps what a user agreed to in place of what there was; gives its id. */
	give(consent: GivenConsent): Promise<string>;
	/** Newest first, revoked ones too. */
	list(filter: ConsentFilter): Promise<readonly Consent[]>;
	/** Ends a consent and every grant that rests on it; gives the ids of those. */
	revoke(consentId: string, now: Instant): Promise<readonly string[] | 'unknown'>;
}

export function consentsOf(store: Store, realmId: string): Consents {
	const { db } = store;
	const all = () =>
		db
			.selectFrom('consent')
			.innerJoin('realm_user', 'realm_user.id', 'consent.user_id')
			.innerJoin('oauth_client', 'oauth_client.id', 'consent.client_id')
			.where('consent.realm_id', '=', realmId)
			.selectAll('consent')
			.select(['realm_user.name as username', 'oauth_client.name as client']);
	type Row = Awaited<ReturnType<ReturnType<typeof all>['execute']>>[number];
	const fromRow = (row: Row): Consent => ({
		id: row.id,
		clientId: row.client_id,
		client: row.client,
		username: row.username,
		scopes: namesIn(row.scopes),
		applications: namesIn(row.applications),
		createdAt: row.created_at,
		updatedAt: row.updated_at,
		revokedAt: row.revoked_at ?? undefined,
	});
	const findOf = async (clientId: string, userId: string) =>
		await all()
			.where('consent.client_id', '=', clientId)
			.where('consent.user_id', '=', userId)
			.where('consent.revoked_at', 'is', null)
			.executeTakeFirst();

	return {
		async findActive(clientId, userId) {
			const row = await findOf(clientId, userId);
			return row && fromRow(row);
		},
		async find(consentId) {
			const row = await all().where('consent.id', '=', consentId).executeTakeFirst();
			return row && fromRow(row);
		},
		async give({ id, clientId, userId, scopes, applications, now }) {
			// With the consent that was revoked go its grants, which have ended.
			const clear = db
				.deleteFrom('consent')
				.where('client_id', '=', clientId)
				.where('user_id', '=', userId)
				.where('revoked_at', 'is not', null);
			const texts = { scopes: namesText(scopes), applications: namesText(applications) };
			const insert = db
				.insertInto('consent')
				.values({
					id,
					realm_id: realmId,
					client_id: clientId,
					user_id: userId,
					...texts,
					created_at: now,
					updated_at: now,
					revoked_at: null,
				})
				.onConflict((conflict) =>
					conflict.columns(['client_id', 'user_id']).doUpdateSet({ ...texts, updated_at: now }),
				);
			await store.transaction([clear, insert]);
			return (await findOf(clientId, userId))?.id ?? id;
		},
		async list({ username, clientId, limit }) {
			let query = all().orderBy('consent.updated_at', 'desc').orderBy('consent.id');
			if (username !== undefined) {
				query = query.where('realm_user.name_key', '=', canonicalName(username));
			}
			if (clientId !== undefined) query = query.where('consent.client_id', '=', clientId);
			if (limit !== undefined) query = query.limit(limit);
			return (await query.execute()).map(fromRow);
		},
		async revoke(consentId, now) {
			const own = db
				.updateTable('consent')
				.set(({ fn, val, ref }) => ({ revoked_at: fn.coalesce(ref('revoked_at'), val(now)) }))
				.where('realm_id', '=', realmId)
				.where('id', '=', consentId);
			const grants = db
				.updateTable('oauth_grant')
				.set(({ fn, val, ref }) => ({ revoked_at: fn.coalesce(ref('revoked_at'), val(now)) }))
				.where('realm_id', '=', realmId)
				.where('consent_id', '=', consentId);
			if (!changed(await store.transaction([own, grants]))) return 'unknown';
			const ended = await db
				.selectFrom('oauth_grant')
				.select('id')
				.where('consent_id', '=', consentId)
				.execute();
			return ended.map(({ id }) => id);
		},
	};
}
