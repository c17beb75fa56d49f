import type { Compilable } from 'kysely';

import type { Cidr } from '../http/cidr';
import { inParts } from './access-change';
import type { KnownSecret } from './clients';
import type { Instant } from './clock';
import { listIn, rangesIn } from './credential-lists';
import type { KeyPairRow } from './key-schema';
import type { LifeCycle } from './life-cycle';
import type { Store } from './store';

/** Users as whom the holder of a key pair may act. */
export interface PairReach {
	readonly actAs: KeyPairRow['act_as'];
	/** Where `actAs` is `listed`. */
	readonly users: readonly { readonly id: string; readonly name: string }[];
}

/** What a key pair has beyond other keys. */
export interface KeyPair extends PairReach {
	/** By when the secret is to be rotated; nobody is reminded when absent. */
	readonly rotateBefore: Instant | undefined;
	/** When the current secret was made. */
	readonly secretSince: Instant;
}

/** What a token endpoint needs to know of a key pair: never leaves the process. */
export interface KnownKeyPair extends LifeCycle, PairReach {
	readonly credentialId: string;
	/** Id and name of the user whom the pair belongs to. */
	readonly userId: string;
	readonly username: string;
	readonly userEnabled: boolean;
	readonly addresses: readonly Cidr[] | undefined;
	/** Names of applications. */
	readonly applications: readonly string[] | undefined;
	/** The newest first; superseded ones are among them. */
	readonly secrets: readonly KnownSecret[];
}

/** What a key pair is to be. The list of users is whole. */
export interface NewKeyPair {
	readonly actAs: KeyPairRow['act_as'];
	readonly userIds: readonly string[];
	readonly rotateBefore: Instant | undefined;
}

/** Parts of it that are to be different. A date that is there and `undefined` is taken away. */
export interface KeyPairChange {
	readonly reach?: Pick<NewKeyPair, 'actAs' | 'userIds'>;
	readonly rotateBefore?: Instant | undefined;
}

const pairIn = ({ db }: Store, realmId: string, credentialId: string) =>
	db
		.selectFrom('credential')
		.where('credential.id', '=', credentialId)
		.where('credential.realm_id', '=', realmId)
		.where('credential.kind', '=', 'keyPair');

/** Users who are gone, or of another realm, are left out. */
function linkUsers(
	store: Store,
	realmId: string,
	credentialId: string,
	userIds: readonly string[],
): readonly Compilable[] {
	return inParts(userIds).map((part) =>
		store.db
			.insertInto('key_pair_user')
			.columns(['credential_id', 'user_id'])
			.expression(
				pairIn(store, realmId, credentialId)
					.innerJoin('realm_user', 'realm_user.realm_id', 'credential.realm_id')
					.select(['credential.id as credential_id', 'realm_user.id as user_id'])
					.where('realm_user.id', 'in', part),
			),
	);
}

/** The statements that make a credential that was just added a key pair. */
export function insertKeyPair(
	store: Store,
	realmId: string,
	credentialId: string,
	{ actAs, userIds, rotateBefore }: NewKeyPair,
): readonly Compilable[] {
	const insert = store.db
		.insertInto('key_pair')
		.columns(['credential_id', 'act_as', 'rotate_before'])
		.expression(
			pairIn(store, realmId, credentialId).select(({ val }) => [
				'credential.id as credential_id',
				val(actAs).as('act_as'),
				val(rotateBefore ?? null).as('rotate_before'),
			]),
		);
	return [insert, ...linkUsers(store, realmId, credentialId, userIds)];
}

/** The statements that change a key pair, and nothing that is none. */
export function changeKeyPair(
	store: Store,
	realmId: string,
	credentialId: string,
	change: KeyPairChange,
): readonly Compilable[] {
	const { reach } = change;
	const isOurs = pairIn(store, realmId, credentialId).select('credential.id');
	const update = store.db
		.updateTable('key_pair')
		.set(({ ref }) => ({
			act_as: reach?.actAs ?? ref('act_as'),
			...('rotateBefore' in change ? { rotate_before: change.rotateBefore ?? null } : {}),
		}))
		.where('credential_id', 'in', isOurs);
	if (reach === undefined) return [update];
	const unlink = store.db.deleteFrom('key_pair_user').where('credential_id', 'in', isOurs);
	return [update, unlink, ...linkUsers(store, realmId, credentialId, reach.userIds)];
}

/** The users as whom credentials may act, by credential id. */
export async function usersOfPairs(
	{ db }: Store,
	credentialIds: readonly string[],
): Promise<ReadonlyMap<string, PairReach['users']>> {
	const found = new Map<string, { id: string; name: string }[]>();
	for (const part of inParts(credentialIds)) {
		const rows = await db
			.selectFrom('key_pair_user')
			.innerJoin('realm_user', 'realm_user.id', 'key_pair_user.user_id')
			.select(['key_pair_user.credential_id', 'realm_user.id', 'realm_user.name'])
			.where('key_pair_user.credential_id', 'in', part)
			.orderBy('realm_user.name_key')
			.execute();
		for (const { credential_id: owner, ...user } of rows) {
			found.set(owner, [...(found.get(owner) ?? []), user]);
		}
	}
	return found;
}

/** Finds a key pair of a realm, with all of its secrets. */
export async function findKeyPair(
	store: Store,
	realmId: string,
	credentialId: string,
): Promise<KnownKeyPair | undefined> {
	const rows = await pairIn(store, realmId, credentialId)
		.innerJoin('key_pair', 'key_pair.credential_id', 'credential.id')
		.innerJoin('realm_user', 'realm_user.id', 'credential.user_id')
		.innerJoin('credential_version', 'credential_version.credential_id', 'credential.id')
		.select([
			'credential.enabled',
			'credential.expires_at',
			'credential.revoked_at',
			'credential.addresses',
			'credential.applications',
			'key_pair.act_as',
			'realm_user.id as user_id',
			'realm_user.name as username',
			'realm_user.enabled as user_enabled',
			'credential_version.public_id',
			'credential_version.version',
			'credential_version.digest',
			'credential_version.pepper_version',
			'credential_version.superseded_at',
			'credential_version.expires_at as grace_ends_at',
		])
		.orderBy('credential_version.version', 'desc')
		.execute();
	const [pair] = rows;
	if (pair === undefined) return undefined;
	return {
		credentialId,
		enabled: pair.enabled === 1,
		expiresAt: pair.expires_at ?? undefined,
		revokedAt: pair.revoked_at ?? undefined,
		userId: pair.user_id,
		username: pair.username,
		userEnabled: pair.user_enabled === 1,
		actAs: pair.act_as,
		users: (await usersOfPairs(store, [credentialId])).get(credentialId) ?? [],
		addresses: pair.addresses === null ? undefined : rangesIn(pair.addresses),
		applications: pair.applications === null ? undefined : listIn(pair.applications),
		secrets: rows.map((row) => ({
			publicId: row.public_id,
			digest: row.digest,
			pepperVersion: row.pepper_version,
			version: row.version,
			supersededAt: row.superseded_at ?? undefined,
			graceEndsAt: row.grace_ends_at ?? undefined,
		})),
	};
}
