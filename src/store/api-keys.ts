import type { Cidr } from '../http/cidr';
import { changed } from './access-change';
import type { Instant } from './clock';
import type { LastUse, NewVersion } from './credentials';
import { listIn, rangesIn } from './api-key-lists';
import { insertApiKey } from './insert-api-key';
import type { LifeCycle, Version } from './life-cycle';
import type { Store } from './store';
import { canonicalName } from './canonical-name';

export interface ApiKey extends LifeCycle {
	/** Stays the same for the whole life of the key. */
	readonly credentialId: string;
	readonly name: string;
	/** Name of the user whom the key belongs to. */
	readonly username: string;
	/** Number of the current version: one more than there were rotations. */
	readonly version: number;
	/** Addresses and ranges from which the key works; any when absent. */
	readonly addresses: readonly string[] | undefined;
	/** Names of the applications in which the key works; any when absent. */
	readonly applications: readonly string[] | undefined;
	readonly createdAt: Instant;
	readonly lastUse: LastUse | undefined;
}

/** What a decision needs to know of a key: never leaves the process. */
export interface KnownApiKey extends Omit<ApiKey, 'version' | 'addresses'> {
	readonly presented: Version;
	readonly digest: string;
	readonly pepperVersion: number;
	readonly userId: string;
	readonly userEnabled: boolean;
	readonly addresses: readonly Cidr[] | undefined;
}

export interface NewApiKey extends NewVersion {
	readonly credentialId: string;
	readonly name: string;
	readonly expiresAt: Instant | undefined;
	readonly addresses: readonly string[] | undefined;
	readonly applications: readonly string[] | undefined;
	readonly createdAt: Instant;
}

/** The API keys of one realm, apart from their life cycle. */
export interface ApiKeys {
	findByPublicId(publicId: string): Promise<KnownApiKey | undefined>;
	find(credentialId: string): Promise<ApiKey | undefined>;
	/** Newest first; of one user when `username` is given. */
	list(filter: { readonly username?: string; readonly limit?: number }): Promise<readonly ApiKey[]>;
	count(): Promise<number>;
	add(username: string, key: NewApiKey): Promise<'added' | 'user-unknown'>;
}

const optional = <T, U>(value: T | null, read: (value: T) => U): U | undefined =>
	value === null ? undefined : read(value);

export function apiKeysOf(store: Store, realmId: string): ApiKeys {
	const { db } = store;
	const all = () =>
		db
			.selectFrom('credential')
			.innerJoin('realm_user', 'realm_user.id', 'credential.user_id')
			.innerJoin('credential_version', 'credential_version.credential_id', 'credential.id')
			.where('credential.realm_id', '=', realmId)
			.where('credential.kind', '=', 'apiKey')
			.select([
				'credential.id',
				'credential.name',
				'realm_user.name as username',
				'credential.enabled',
				'credential.expires_at',
				'credential.revoked_at',
				'credential.created_at',
				'credential.addresses',
				'credential.applications',
				'credential.last_used_at',
				'credential.last_used_address',
				'credential_version.version',
			]);
	const current = () => all().where('credential_version.superseded_at', 'is', null);
	type Row = Awaited<ReturnType<ReturnType<typeof all>['execute']>>[number];

	const known = (row: Row) => ({
		credentialId: row.id,
		name: row.name,
		username: row.username,
		enabled: row.enabled === 1,
		expiresAt: row.expires_at ?? undefined,
		revokedAt: row.revoked_at ?? undefined,
		applications: optional(row.applications, listIn),
		createdAt: row.created_at,
		lastUse: optional(row.last_used_at, (at) => ({
			at,
			address: row.last_used_address ?? undefined,
		})),
	});
	const fromRow = (row: Row): ApiKey => ({
		...known(row),
		version: row.version,
		addresses: optional(row.addresses, listIn),
	});

	return {
		async find(credentialId) {
			const row = await current().where('credential.id', '=', credentialId).executeTakeFirst();
			return row && fromRow(row);
		},
		async findByPublicId(publicId) {
			const row = await all()
				.select([
					'credential_version.digest',
					'credential_version.pepper_version',
					'credential_version.superseded_at',
					'credential_version.expires_at as grace_ends_at',
					'realm_user.id as user_id',
					'realm_user.enabled as user_enabled',
				])
				.where('credential_version.public_id', '=', publicId)
				.executeTakeFirst();
			if (row === undefined) return undefined;
			return {
				...known(row),
				addresses: optional(row.addresses, rangesIn),
				presented: {
					version: row.version,
					supersededAt: row.superseded_at ?? undefined,
					graceEndsAt: row.grace_ends_at ?? undefined,
				},
				digest: row.digest,
				pepperVersion: row.pepper_version,
				userId: row.user_id,
				userEnabled: row.user_enabled === 1,
			};
		},
		async list({ username, limit }) {
			let query = current().orderBy('credential.created_at', 'desc').orderBy('credential.id');
			if (username !== undefined) {
				query = query.where('realm_user.name_key', '=', canonicalName(username));
			}
			if (limit !== undefined) query = query.limit(limit);
			return (await query.execute()).map(fromRow);
		},
		async count() {
			const query = db
				.selectFrom('credential')
				.select(({ fn }) => fn.countAll<number>().as('count'))
				.where('realm_id', '=', realmId)
				.where('kind', '=', 'apiKey');
			return Number((await query.executeTakeFirstOrThrow()).count);
		},
		async add(username, key) {
			const results = await store.transaction(insertApiKey(store, realmId, username, key));
			return changed(results) ? 'added' : 'user-unknown';
		},
	};
}
