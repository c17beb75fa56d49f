import type { Compilable } from 'kysely';

import type { ConsentRow } from './authorization-schema';
import { canonicalName } from './canonical-name';
import { changed } from './access-change';
import type { Instant } from './clock';
import { namesIn, namesText } from './grant-rows';
import type { StatementResult, Store } from './store';

/** A user's agreement that a client acts for them. */
export interface Consent {
	readonly id: string;
	readonly clientId: string;
	readonly client: string;
	readonly userId: string;
	readonly username: string;
	/** Whether an administrator gave it, and designated the user. */
	readonly designated: boolean;
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

/** What an administrator agrees to, for a user whom the client then acts as. */
export interface Designation extends GivenConsent {
	/** Keyed hash of the user's name, as it is now. */
	readonly accountHash: string;
}

export interface ConsentFilter {
	readonly username?: string | undefined;
	/** What the user's name may be kept as, of users that had it when they were designated. */
	readonly accountHashes?: readonly string[] | undefined;
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
	/** The one by which an administrator set the client up, where it was not revoked. */
	findDesignation(clientId: string): Promise<Consent | undefined>;
	/**
	 * Keeps a designation in place of all that the client had; gives its id, and the ids of the grants
	 * that have ended.
	 */
	designate(
		designation: Designation,
	): Promise<{ readonly id: string; readonly ended: readonly string[] }>;
	/** Newest first, revoked ones too. */
	list(filter: ConsentFilter): Promise<readonly Consent[]>;
	/** Ends a consent and every grant that rests on it; gives the ids of those. */
	revoke(consentId: string, now: Instant): Promise<readonly string[] | 'unknown'>;
}

const idsIn = (result: StatementResult | undefined): readonly string[] =>
	(result?.rows ?? []).map((row) => String(row['id']));

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
		userId: row.user_id,
		username: row.username,
		designated: row.account_hash !== null,
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

	/** Puts a consent in place of the one that this user gave. */
	const put = (consent: GivenConsent, more: Partial<ConsentRow>): Compilable => {
		const { id, clientId, userId, scopes, applications, now } = consent;
		const said = {
			scopes: namesText(scopes),
			applications: namesText(applications),
			updated_at: now,
			...more,
		};
		return db
			.insertInto('consent')
			.values({
				id,
				realm_id: realmId,
				client_id: clientId,
				user_id: userId,
				created_at: now,
				revoked_at: null,
				account_hash: null,
				...said,
			})
			.onConflict((conflict) => conflict.columns(['client_id', 'user_id']).doUpdateSet(said));
	};

	return {
		async findActive(clientId, userId) {
			const row = await findOf(clientId, userId);
			return row && fromRow(row);
		},
		async find(consentId) {
			const row = await all().where('consent.id', '=', consentId).executeTakeFirst();
			return row && fromRow(row);
		},
		async findDesignation(clientId) {
			const row = await all()
				.where('consent.client_id', '=', clientId)
				.where('consent.account_hash', 'is not', null)
				.where('consent.revoked_at', 'is', null)
				.executeTakeFirst();
			return row && fromRow(row);
		},
		async give(consent) {
			// With the consent that was revoked go its grants, which have ended.
			const clear = db
				.deleteFrom('consent')
				.where('client_id', '=', consent.clientId)
				.where('user_id', '=', consent.userId)
				.where('revoked_at', 'is not', null);
			await store.transaction([clear, put(consent, { account_hash: null })]);
			return (await findOf(consent.clientId, consent.userId))?.id ?? consent.id;
		},
		async designate(designation) {
			const { id, clientId, userId, accountHash, now } = designation;
			// Two at once follow one another, so that the first one's consent is seen and ends.
			const oneAfterTheOther = db
				.updateTable('oauth_client')
				.set(({ ref }) => ({ updated_at: ref('updated_at') }))
				.where('realm_id', '=', realmId)
				.where('id', '=', clientId);
			const others = db
				.selectFrom('consent')
				.select('id')
				.where('client_id', '=', clientId)
				.where('user_id', '<>', userId);
			const ofOthers = db.selectFrom('oauth_grant').select('id').where('consent_id', 'in', others);
			const results = await store.transaction([
				oneAfterTheOther,
				db
					.updateTable('consent')
					.set({ revoked_at: now })
					.where('client_id', '=', clientId)
					.where('user_id', '<>', userId)
					.where('revoked_at', 'is', null),
				db
					.updateTable('oauth_grant')
					.set({ revoked_at: now })
					.where('consent_id', 'in', others)
					.where('revoked_at', 'is', null),
				ofOthers,
				put(designation, { account_hash: accountHash, revoked_at: null }),
				db
					.selectFrom('consent')
					.select('id')
					.where('client_id', '=', clientId)
					.where('user_id', '=', userId),
			]);
			// Its own, also where the next one has ended it already.
			return { id: idsIn(results.at(-1))[0] ?? id, ended: idsIn(results[3]) };
		},
		async list({ username, accountHashes = [], clientId, limit }) {
			let query = all().orderBy('consent.updated_at', 'desc').orderBy('consent.id');
			if (username !== undefined) {
				query = query.where(({ eb, or }) =>
					or([
						eb('realm_user.name_key', '=', canonicalName(username)),
						...accountHashes.map((hash) => eb('consent.account_hash', '=', hash)),
					]),
				);
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
			// In the transaction: another consent in the place of this one takes its grants away.
			const ended = db.selectFrom('oauth_grant').select('id').where('consent_id', '=', consentId);
			const results = await store.transaction([own, grants, ended]);
			return changed(results) ? idsIn(results[2]) : 'unknown';
		},
	};
}
