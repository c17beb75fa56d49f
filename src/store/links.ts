import { changed } from './access-change';
import type { Instant } from './clock';
import type { OneTimeLinkRow } from './link-schema';
import type { Store } from './store';
import { writeInParts } from './write-in-parts';

export type LinkKind = OneTimeLinkRow['kind'];

export interface NewLink {
	/** By which the audit names it. */
	readonly id: string;
	readonly publicId: string;
	readonly digest: string;
	/** Version of the realm key that keys the digest and encrypts the content. */
	readonly keyVersion: number;
	readonly kind: LinkKind;
	/** Name or id of what it is about. */
	readonly target: string;
	/** Encrypted. */
	readonly content: string;
	/** Name of the user in whose name it is made; the operator when absent. */
	readonly createdBy: string | undefined;
	readonly createdAt: Instant;
	readonly expiresAt: Instant;
}

export interface StoredLink extends Omit<NewLink, 'content'> {
	/** Gone once the link was used or has expired. */
	readonly content: string | undefined;
	readonly consumedAt: Instant | undefined;
}

/** The one-time links of one realm. */
export interface Links {
	add(link: NewLink): Promise<void>;
	find(publicId: string): Promise<StoredLink | undefined>;
	/** Consumes a link at most once, under any race, and deletes its content with that. */
	consume(id: string, address: string | undefined, now: Instant): Promise<'consumed' | 'lost'>;
	/** Those that still work, the newest first. */
	list(now: Instant, limit: number | undefined): Promise<readonly StoredLink[]>;
	/**
	 * Takes back that a link was consumed at a moment, where nothing came of it and nobody revoked it
	 * meanwhile.
	 */
	release(
		link: Pick<StoredLink, 'id' | 'content' | 'expiresAt'>,
		consumedAt: Instant,
	): Promise<void>;
	/** Ends a link for good; `lost` where it was consumed, also where that could have been taken back. */
	revoke(id: string, now: Instant): Promise<StoredLink | 'lost'>;
	/** Deletes the content of links that have expired, and links that expired before. */
	prune(now: Instant, before: Instant): Promise<void>;
}

export function linksOf(store: Pick<Store, 'db' | 'transaction'>, realmId: string): Links {
	const { db } = store;
	const update = (id: string) =>
		db.updateTable('one_time_link').where('realm_id', '=', realmId).where('id', '=', id);
	const consuming = (id: string, address: string | undefined, now: Instant) =>
		update(id)
			.set({ consumed_at: now, consumed_from: address ?? null, content: null })
			.where('consumed_at', 'is', null)
			.where('expires_at', '>', now);
	const fromRow = (row: OneTimeLinkRow): StoredLink => ({
		id: row.id,
		publicId: row.public_id,
		digest: row.digest,
		keyVersion: row.key_version,
		kind: row.kind,
		target: row.target,
		content: row.content ?? undefined,
		createdBy: row.created_by ?? undefined,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		consumedAt: row.consumed_at ?? undefined,
	});
	return {
		async add(link) {
			await db
				.insertInto('one_time_link')
				.values({
					id: link.id,
					realm_id: realmId,
					public_id: link.publicId,
					digest: link.digest,
					key_version: link.keyVersion,
					kind: link.kind,
					target: link.target,
					content: link.content,
					created_by: link.createdBy ?? null,
					created_at: link.createdAt,
					expires_at: link.expiresAt,
					consumed_at: null,
					consumed_from: null,
				})
				.execute();
		},
		async find(publicId) {
			const row = await db
				.selectFrom('one_time_link')
				.selectAll()
				.where('realm_id', '=', realmId)
				.where('public_id', '=', publicId)
				.executeTakeFirst();
			return row && fromRow(row);
		},
		async list(now, limit) {
			let query = db
				.selectFrom('one_time_link')
				.selectAll()
				.where('realm_id', '=', realmId)
				.where('consumed_at', 'is', null)
				.where('expires_at', '>', now)
				.orderBy('created_at', 'desc')
				.orderBy('id');
			if (limit !== undefined) query = query.limit(limit);
			return (await query.execute()).map(fromRow);
		},
		async consume(id, address, now) {
			const { numUpdatedRows } = await consuming(id, address, now).executeTakeFirstOrThrow();
			return numUpdatedRows === 1n ? 'consumed' : 'lost';
		},
		async release({ id, content, expiresAt }, consumedAt) {
			await update(id)
				.set({ consumed_at: null, consumed_from: null, content: content ?? null })
				.where('consumed_at', '=', consumedAt)
				.where('expires_at', '=', expiresAt)
				.execute();
		},
		async revoke(id, now) {
			const results = await store.transaction([
				// Whoever consumes or releases it comes before all of these, or after them.
				update(id).set(({ ref }) => ({ target: ref('target') })),
				update(id)
					.set({ expires_at: now })
					.where('consumed_at', 'is not', null)
					.where('expires_at', '>', now),
				consuming(id, undefined, now),
			]);
			if (!changed(results, 2)) return 'lost';
			const links = db.selectFrom('one_time_link').selectAll();
			return fromRow(await links.where('id', '=', id).executeTakeFirstOrThrow());
		},
		async prune(now, before) {
			const expired = (at: Instant, most: number) =>
				db
					.selectFrom('one_time_link')
					.select('id')
					.where('realm_id', '=', realmId)
					.where('expires_at', '<=', at)
					.limit(most);
			await writeInParts(store, (most) =>
				db
					.updateTable('one_time_link')
					.set({ content: null })
					.where('id', 'in', expired(now, most).where('content', 'is not', null)),
			);
			await writeInParts(store, (most) =>
				db.deleteFrom('one_time_link').where('id', 'in', expired(before, most)),
			);
		},
	};
}
