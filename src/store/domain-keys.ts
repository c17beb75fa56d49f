import type { OriginRule } from '../http/origin';
import { changed } from './access-change';
import { canonicalName } from './canonical-name';
import type { Instant } from './clock';
import { compiledOnce, OPEN } from './compiled-once';
import { listIn, originsIn } from './credential-lists';
import type { LastUse } from './credentials';
import { insertCredential, type NewCredential } from './insert-credential';
import type { LifeCycle } from './life-cycle';
import type { RateLimit } from './rate-buckets';
import { rateLimitIn, rateLimitText } from './rate-limit-text';
import type { Store } from './store';

export interface DomainKey extends LifeCycle {
	/** Stays the same for the whole life of the key. */
	readonly credentialId: string;
	readonly name: string;
	/** Id and name of the user whom the key belongs to. */
	readonly userId: string;
	readonly username: string;
	/** The key itself, which is public (IB-18). */
	readonly value: string;
	/** The texts of the rules, as pages of these origins show them. */
	readonly origins: readonly string[];
	/** What calls with the key may use of what the user has. */
	readonly privileges: readonly string[];
	/** Of the calls with the key from one address. */
	readonly rateLimit: RateLimit | undefined;
	readonly createdAt: Instant;
	readonly lastUse: LastUse | undefined;
}

/** What a decision needs to know of a key. */
export interface KnownDomainKey extends Omit<DomainKey, 'origins' | 'value'> {
	readonly origins: readonly OriginRule[];
	readonly digest: string;
	readonly pepperVersion: number;
	readonly userEnabled: boolean;
	readonly userRateLimit: RateLimit | undefined;
}

export interface NewDomainKey extends NewCredential {
	readonly value: string;
	readonly origins: readonly string[];
	readonly privileges: readonly string[];
}

/** Parts of a key that are to be different. A limit that is there and `undefined` is taken away. */
export interface DomainKeyChange {
	readonly name?: string;
	readonly origins?: readonly string[];
	readonly privileges?: readonly string[];
	readonly rateLimit?: RateLimit | undefined;
}

/** The domain keys of one realm, apart from their life cycle. */
export interface DomainKeys {
	findByPublicId(publicId: string): Promise<KnownDomainKey | undefined>;
	find(credentialId: string): Promise<DomainKey | undefined>;
	/** Newest first; of one user when `username` is given. */
	list(filter: {
		readonly username?: string;
		readonly limit?: number;
	}): Promise<readonly DomainKey[]>;
	add(userId: string, key: NewDomainKey): Promise<'added' | 'user-unknown'>;
	change(credentialId: string, change: DomainKeyChange): Promise<'changed' | 'unknown'>;
}

export function domainKeysOf(store: Store, realmId: string): DomainKeys {
	const { db } = store;
	const all = () =>
		db
			.selectFrom('credential')
			.innerJoin('realm_user', 'realm_user.id', 'credential.user_id')
			.innerJoin('domain_key', 'domain_key.credential_id', 'credential.id')
			.where('credential.realm_id', '=', realmId)
			.where('credential.kind', '=', 'domainKey')
			.select([
				'credential.id',
				'credential.name',
				'realm_user.id as user_id',
				'realm_user.name as username',
				'credential.enabled',
				'credential.expires_at',
				'credential.revoked_at',
				'credential.created_at',
				'credential.rate_limit',
				'credential.last_used_at',
				'credential.last_used_address',
				'domain_key.value',
				'domain_key.origins',
				'domain_key.privileges',
			]);
	type Row = Awaited<ReturnType<ReturnType<typeof all>['execute']>>[number];

	const known = (row: Row) => ({
		credentialId: row.id,
		name: row.name,
		userId: row.user_id,
		username: row.username,
		enabled: row.enabled === 1,
		expiresAt: row.expires_at ?? undefined,
		revokedAt: row.revoked_at ?? undefined,
		privileges: listIn(row.privileges),
		rateLimit: rateLimitIn(row.rate_limit),
		createdAt: row.created_at,
		lastUse:
			row.last_used_at === null
				? undefined
				: { at: row.last_used_at, address: row.last_used_address ?? undefined },
	});
	const fromRow = (row: Row): DomainKey => ({
		...known(row),
		value: row.value,
		origins: listIn(row.origins),
	});

	const byPublicId = compiledOnce(
		'domain-key-by-public-id',
		all()
			.innerJoin('credential_version', 'credential_version.credential_id', 'credential.id')
			.select([
				'credential_version.digest',
				'credential_version.pepper_version',
				'realm_user.enabled as user_enabled',
				'realm_user.rate_limit as user_rate_limit',
			])
			.where('credential_version.public_id', '=', OPEN),
	);

	return {
		async find(credentialId) {
			const row = await all().where('credential.id', '=', credentialId).executeTakeFirst();
			return row && fromRow(row);
		},
		async findByPublicId(publicId) {
			const [row] = (await db.executeQuery(byPublicId([publicId]))).rows;
			if (row === undefined) return undefined;
			return {
				...known(row),
				origins: originsIn(row.origins),
				digest: row.digest,
				pepperVersion: row.pepper_version,
				userEnabled: row.user_enabled === 1,
				userRateLimit: rateLimitIn(row.user_rate_limit),
			};
		},
		async list({ username, limit }) {
			let query = all().orderBy('credential.created_at', 'desc').orderBy('credential.id');
			if (username !== undefined) {
				query = query.where('realm_user.name_key', '=', canonicalName(username));
			}
			if (limit !== undefined) query = query.limit(limit);
			return (await query.execute()).map(fromRow);
		},
		async add(userId, key) {
			const insert = db
				.insertInto('domain_key')
				.columns(['credential_id', 'value', 'origins', 'privileges'])
				.expression(({ selectFrom, val }) =>
					selectFrom('credential')
						.select([
							'credential.id as credential_id',
							val(key.value).as('value'),
							val(JSON.stringify(key.origins)).as('origins'),
							val(JSON.stringify(key.privileges)).as('privileges'),
						])
						.where('credential.id', '=', key.credentialId),
				);
			const statements = insertCredential(store, realmId, 'domainKey', userId, key);
			const results = await store.transaction([...statements, insert]);
			return changed(results) ? 'added' : 'user-unknown';
		},
		async change(credentialId, change) {
			const { name, origins, privileges, rateLimit } = change;
			const isOurs = db
				.selectFrom('credential')
				.select('credential.id')
				.where('credential.id', '=', credentialId)
				.where('credential.realm_id', '=', realmId)
				.where('credential.kind', '=', 'domainKey');
			const updateCredential = db
				.updateTable('credential')
				.set(({ ref }) => ({
					name: name ?? ref('name'),
					...('rateLimit' in change ? { rate_limit: rateLimitText(rateLimit) } : {}),
				}))
				.where('id', 'in', isOurs);
			const updateOwn = db
				.updateTable('domain_key')
				.set(({ ref }) => ({
					origins: origins === undefined ? ref('origins') : JSON.stringify(origins),
					privileges: privileges === undefined ? ref('privileges') : JSON.stringify(privileges),
				}))
				.where('credential_id', 'in', isOurs);
			const results = await store.transaction([updateCredential, updateOwn]);
			return changed(results) ? 'changed' : 'unknown';
		},
	};
}
