import { changed } from './access-change';
import type { Instant } from './clock';
import { savingLastUses } from './save-last-uses';
import type { CredentialRow } from './schema';
import type { Store } from './store';

/** What a rotation or a generation stores of a value: nothing to rebuild it from. */
export interface NewVersion {
	readonly publicId: string;
	readonly digest: string;
	readonly pepperVersion: number;
}

export interface Rotation extends NewVersion {
	/** The version that is superseded, as the caller of this has seen it. */
	readonly supersedes: number;
	readonly graceEndsAt: Instant;
	/** A new expiry of the credential; the old one stays when absent. */
	readonly expiresAt?: Instant;
	/** By when a key pair is to be rotated next; as before when absent. */
	readonly rotateBefore?: Instant;
}

/** One use of a credential: the latest that is known. */
export interface LastUse {
	readonly at: Instant;
	readonly address: string | undefined;
}

/** The life cycle of the credentials of some kinds in one realm. Every change is atomic. */
export interface Credentials {
	setState(
		credentialId: string,
		state: 'enabled' | 'disabled',
	): Promise<'changed' | 'unknown' | 'revoked'>;
	/** Final. Revoking twice is no error and keeps the first time. */
	revoke(credentialId: string, now: Instant): Promise<'changed' | 'unknown'>;
	/** Of several rotations of the same version one is `rotated`; none of what is expired or revoked. */
	rotate(credentialId: string, rotation: Rotation, now: Instant): Promise<'rotated' | 'refused'>;
	/** The record goes with all of its versions. */
	delete(credentialId: string): Promise<'deleted' | 'unknown'>;
	/** Keeps the latest use of each credential of any kind; uses of what is gone are dropped. */
	saveLastUses(uses: ReadonlyMap<string, LastUse>): Promise<void>;
}

export function credentialsOf(
	store: Store,
	realmId: string,
	...kinds: readonly CredentialRow['kind'][]
): Credentials {
	const { db } = store;
	const update = () =>
		db.updateTable('credential').where('realm_id', '=', realmId).where('kind', 'in', kinds);
	const isKnown = async (credentialId: string): Promise<boolean> => {
		const query = db
			.selectFrom('credential')
			.select('id')
			.where('realm_id', '=', realmId)
			.where('kind', 'in', kinds)
			.where('id', '=', credentialId);
		return (await query.executeTakeFirst()) !== undefined;
	};

	return {
		async setState(credentialId, state) {
			const result = await update()
				.set({ enabled: state === 'enabled' ? 1 : 0 })
				.where('id', '=', credentialId)
				.where('revoked_at', 'is', null)
				.executeTakeFirstOrThrow();
			if (result.numUpdatedRows === 1n) return 'changed';
			return (await isKnown(credentialId)) ? 'revoked' : 'unknown';
		},
		async revoke(credentialId, now) {
			const result = await update()
				.set(({ fn, val, ref }) => ({ revoked_at: fn.coalesce(ref('revoked_at'), val(now)) }))
				.where('id', '=', credentialId)
				.executeTakeFirstOrThrow();
			return result.numUpdatedRows === 1n ? 'changed' : 'unknown';
		},
		async rotate(credentialId, rotation, now) {
			const { publicId, digest, pepperVersion, supersedes, graceEndsAt } = rotation;
			const { expiresAt, rotateBefore } = rotation;
			const insert = db
				.insertInto('credential_version')
				.columns([
					'public_id',
					'credential_id',
					'version',
					'digest',
					'pepper_version',
					'created_at',
				])
				.expression(({ selectFrom, val }) =>
					selectFrom('credential')
						.innerJoin('credential_version as current', 'current.credential_id', 'credential.id')
						.select([
							val(publicId).as('public_id'),
							'credential.id as credential_id',
							val(supersedes + 1).as('version'),
							val(digest).as('digest'),
							val(pepperVersion).as('pepper_version'),
							val(now).as('created_at'),
						])
						.where('credential.id', '=', credentialId)
						.where('credential.realm_id', '=', realmId)
						.where('credential.kind', 'in', kinds)
						.where('credential.revoked_at', 'is', null)
						.where(({ or, eb }) =>
							or([eb('credential.expires_at', 'is', null), eb('credential.expires_at', '>', now)]),
						)
						.where('current.version', '=', supersedes)
						.where('current.superseded_at', 'is', null),
				)
				.onConflict((conflict) => conflict.columns(['credential_id', 'version']).doNothing());
			const won = () =>
				db
					.selectFrom('credential_version as next')
					.select('next.public_id')
					.where('next.public_id', '=', publicId);
			const supersede = db
				.updateTable('credential_version')
				.set({ superseded_at: now, expires_at: graceEndsAt })
				.where('credential_id', '=', credentialId)
				.where('version', '=', supersedes)
				.where(({ exists }) => exists(won()));
			const prolong = update()
				.set({ expires_at: expiresAt ?? null })
				.where('id', '=', credentialId)
				.where(({ exists }) => exists(won()));
			const postpone = db
				.updateTable('key_pair')
				.set({ rotate_before: rotateBefore ?? null })
				.where('credential_id', '=', credentialId)
				.where(({ exists }) => exists(won()));
			const statements = [
				insert,
				supersede,
				...(expiresAt === undefined ? [] : [prolong]),
				...(rotateBefore === undefined ? [] : [postpone]),
			];
			return changed(await store.transaction(statements)) ? 'rotated' : 'refused';
		},
		async delete(credentialId) {
			const result = await db
				.deleteFrom('credential')
				.where('realm_id', '=', realmId)
				.where('kind', 'in', kinds)
				.where('id', '=', credentialId)
				.executeTakeFirstOrThrow();
			return result.numDeletedRows === 1n ? 'deleted' : 'unknown';
		},
		saveLastUses: savingLastUses(store, realmId),
	};
}
