import type { Cidr } from '../http/cidr';
import { changeAccess, changed } from './access-change';
import type { Instant } from './clock';
import { compiledOnce, OPEN } from './compiled-once';
import { listIn, listText, rangesIn } from './credential-lists';
import type { LastUse } from './credentials';
import { currentPublicIds } from './current-public-ids';
import { insertCredential, type NewCredential } from './insert-credential';
import {
	changeKeyPair,
	insertKeyPair,
	type KeyPair,
	type KeyPairChange,
	type NewKeyPair,
	usersOfPairs,
} from './key-pairs';
import type { LifeCycle, Version } from './life-cycle';
import type { RateLimit } from './rate-buckets';
import { rateLimitIn, rateLimitText } from './rate-limit-text';
import type { Store } from './store';
import { canonicalName } from './canonical-name';

/** What a list of API keys holds. Only those of the first kind are known to a trigger. */
export const API_KEY_KINDS = ['apiKey', 'keyPair'] as const;

export interface ApiKey extends LifeCycle {
	/** Stays the same for the whole life of the key. */
	readonly credentialId: string;
	readonly name: string;
	/** Id and name of the user whom the key belongs to. */
	readonly userId: string;
	readonly username: string;
	/** Number of the current version: one more than there were rotations. */
	readonly version: number;
	/** Addresses and ranges from which the key works; any when absent. */
	readonly addresses: readonly string[] | undefined;
	/** Names of the applications in which the key works; any when absent. */
	readonly applications: readonly string[] | undefined;
	/** Of all calls with the key together. */
	readonly rateLimit: RateLimit | undefined;
	readonly createdAt: Instant;
	readonly lastUse: LastUse | undefined;
	/** `undefined` for a direct key, which is one value. */
	readonly pair: KeyPair | undefined;
}

/** What a decision needs to know of a key: never leaves the process. */
export interface KnownApiKey extends Omit<ApiKey, 'version' | 'addresses' | 'pair'> {
	readonly presented: Version;
	readonly digest: string;
	readonly pepperVersion: number;
	readonly userEnabled: boolean;
	readonly userRateLimit: RateLimit | undefined;
	readonly addresses: readonly Cidr[] | undefined;
}

/** Parts of a key that are to be different. A limit that is there and `undefined` is taken away. */
export interface ApiKeyChange {
	readonly name?: string;
	readonly addresses?: readonly string[] | undefined;
	readonly applications?: readonly string[] | undefined;
	readonly rateLimit?: RateLimit | undefined;
	/** Changes nothing of a direct key. */
	readonly pair?: KeyPairChange;
}

export interface ApiKeyFilter {
	readonly username?: string;
	/** Only the key that has, or had, the value with this id. */
	readonly publicId?: string;
	readonly credentialId?: string;
	/** Only key pairs, not revoked, that were to be rotated by then. */
	readonly toRotateAt?: Instant;
	readonly limit?: number;
}

/** The API keys of one realm, apart from their life cycle. */
export interface ApiKeys {
	/** Direct keys only: a key pair is nothing to a trigger. */
	findByPublicId(publicId: string): Promise<KnownApiKey | undefined>;
	find(credentialId: string): Promise<ApiKey | undefined>;
	/** Newest first; of one user when `username` is given. */
	list(filter: ApiKeyFilter): Promise<readonly ApiKey[]>;
	/** Public ids of the values that keys have now, by the ids of the keys; the newest first. */
	publicIds(
		credentialIds: readonly string[],
		now: Instant,
	): Promise<ReadonlyMap<string, readonly string[]>>;
	count(): Promise<number>;
	add(userId: string, key: NewCredential, pair?: NewKeyPair): Promise<'added' | 'user-unknown'>;
	change(credentialId: string, change: ApiKeyChange): Promise<'changed' | 'unknown'>;
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
			.select([
				'credential.id',
				'credential.name',
				'realm_user.id as user_id',
				'realm_user.name as username',
				'credential.enabled',
				'credential.expires_at',
				'credential.revoked_at',
				'credential.created_at',
				'credential.addresses',
				'credential.applications',
				'credential.rate_limit',
				'credential.last_used_at',
				'credential.last_used_address',
				'credential_version.version',
			]);
	const current = () =>
		all()
			.leftJoin('key_pair', 'key_pair.credential_id', 'credential.id')
			.select([
				'key_pair.act_as',
				'key_pair.rotate_before',
				'credential_version.created_at as version_created_at',
			])
			.where('credential.kind', 'in', API_KEY_KINDS)
			.where('credential_version.superseded_at', 'is', null);
	type Row = Awaited<ReturnType<ReturnType<typeof all>['execute']>>[number];
	type CurrentRow = Awaited<ReturnType<ReturnType<typeof current>['execute']>>[number];

	const known = (row: Row) => ({
		credentialId: row.id,
		name: row.name,
		userId: row.user_id,
		username: row.username,
		enabled: row.enabled === 1,
		expiresAt: row.expires_at ?? undefined,
		revokedAt: row.revoked_at ?? undefined,
		applications: optional(row.applications, listIn),
		rateLimit: rateLimitIn(row.rate_limit),
		createdAt: row.created_at,
		lastUse: optional(row.last_used_at, (at) => ({
			at,
			address: row.last_used_address ?? undefined,
		})),
	});
	const fromRows = async (rows: readonly CurrentRow[]): Promise<readonly ApiKey[]> => {
		const pairs = rows.flatMap(({ id, act_as: actAs }) => (actAs === null ? [] : [id]));
		const users = await usersOfPairs(store, pairs);
		return rows.map((row) => ({
			...known(row),
			version: row.version,
			addresses: optional(row.addresses, listIn),
			pair: optional(row.act_as, (actAs) => ({
				actAs,
				users: users.get(row.id) ?? [],
				rotateBefore: row.rotate_before ?? undefined,
				secretSince: row.version_created_at,
			})),
		}));
	};

	const byPublicId = compiledOnce(
		'api-key-by-public-id',
		all()
			.select([
				'credential_version.digest',
				'credential_version.pepper_version',
				'credential_version.superseded_at',
				'credential_version.expires_at as grace_ends_at',
				'realm_user.enabled as user_enabled',
				'realm_user.rate_limit as user_rate_limit',
			])
			.where('credential.kind', '=', 'apiKey')
			.where('credential_version.public_id', '=', OPEN),
	);

	return {
		async find(credentialId) {
			const rows = await current().where('credential.id', '=', credentialId).execute();
			return (await fromRows(rows))[0];
		},
		async findByPublicId(publicId) {
			const [row] = (await db.executeQuery(byPublicId([publicId]))).rows;
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
				userEnabled: row.user_enabled === 1,
				userRateLimit: rateLimitIn(row.user_rate_limit),
			};
		},
		async list({ username, publicId, credentialId, toRotateAt, limit }) {
			let query = current().orderBy('credential.created_at', 'desc').orderBy('credential.id');
			if (username !== undefined) {
				query = query.where('realm_user.name_key', '=', canonicalName(username));
			}
			if (credentialId !== undefined) query = query.where('credential.id', '=', credentialId);
			if (publicId !== undefined) {
				const shown = db
					.selectFrom('credential_version as shown')
					.select('shown.credential_id')
					.where('shown.public_id', '=', publicId);
				query = query.where('credential.id', 'in', shown);
			}
			if (toRotateAt !== undefined) {
				query = query
					.where('key_pair.rotate_before', '<=', toRotateAt)
					.where('credential.revoked_at', 'is', null);
			}
			if (limit !== undefined) query = query.limit(limit);
			return await fromRows(await query.execute());
		},
		publicIds: (credentialIds, now) => currentPublicIds(store, credentialIds, now),
		async count() {
			const query = db
				.selectFrom('credential')
				.select(({ fn }) => fn.countAll<number>().as('count'))
				.where('realm_id', '=', realmId)
				.where('kind', 'in', API_KEY_KINDS);
			return Number((await query.executeTakeFirstOrThrow()).count);
		},
		async add(userId, key, pair) {
			const results = await store.transaction([
				...insertCredential(store, realmId, pair ? 'keyPair' : 'apiKey', userId, key),
				...(pair ? insertKeyPair(store, realmId, key.credentialId, pair) : []),
			]);
			return changed(results) ? 'added' : 'user-unknown';
		},
		async change(credentialId, change) {
			const { name, addresses, applications, rateLimit } = change;
			const update = db
				.updateTable('credential')
				.set(({ ref }) => ({
					name: name ?? ref('name'),
					...('addresses' in change ? { addresses: listText(addresses) } : {}),
					...('applications' in change ? { applications: listText(applications) } : {}),
					...('rateLimit' in change ? { rate_limit: rateLimitText(rateLimit) } : {}),
				}))
				.where('id', '=', credentialId)
				.where('realm_id', '=', realmId)
				.where('kind', 'in', API_KEY_KINDS);
			const { pair } = change;
			const results = await (pair === undefined
				? store.transaction([update])
				: // One after the other, so that two lists of users do not become one.
					changeAccess(store, realmId, [
						update,
						...changeKeyPair(store, realmId, credentialId, pair),
					]));
			return changed(results) ? 'changed' : 'unknown';
		},
	};
}
