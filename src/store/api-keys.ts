import type { Instant } from './clock';
import type { LifeCycle } from './life-cycle';
import type { ApiKeyRow } from './schema';
import type { Store } from './store';
import { canonicalName } from './users';

export interface ApiKey extends LifeCycle {
	/** Stays the same for the whole life of the key. */
	readonly credentialId: string;
	readonly name: string;
	/** Name of the user whom the key belongs to. */
	readonly username: string;
	readonly createdAt: Instant;
}

/** What a decision needs to know of a key: never leaves the process. */
export interface KnownApiKey extends ApiKey {
	readonly digest: string;
	readonly pepperVersion: number;
	readonly userEnabled: boolean;
}

export interface NewApiKey {
	readonly credentialId: string;
	readonly name: string;
	readonly publicId: string;
	readonly digest: string;
	readonly pepperVersion: number;
	readonly expiresAt: Instant | undefined;
	readonly createdAt: Instant;
}

/** The API keys of one realm. Every change is one atomic statement. */
export interface ApiKeys {
	findByPublicId(publicId: string): Promise<KnownApiKey | undefined>;
	find(credentialId: string): Promise<ApiKey | undefined>;
	/** Newest first; of one user when `username` is given. */
	list(filter: { readonly username?: string; readonly limit?: number }): Promise<readonly ApiKey[]>;
	count(): Promise<number>;
	add(username: string, key: NewApiKey): Promise<'added' | 'user-unknown'>;
	setState(
		credentialId: string,
		state: 'enabled' | 'disabled',
	): Promise<'changed' | 'unknown' | 'revoked'>;
	/** Final. Revoking twice is no error and keeps the first time. */
	revoke(credentialId: string, now: Instant): Promise<'changed' | 'unknown'>;
}

const KEY_COLUMNS = [
	'api_key.id',
	'api_key.name',
	'realm_user.name as username',
	'api_key.enabled',
	'api_key.expires_at',
	'api_key.revoked_at',
	'api_key.created_at',
] as const;

type SelectedRow = Omit<
	ApiKeyRow,
	'realm_id' | 'user_id' | 'public_id' | 'digest' | 'pepper_version'
> & {
	readonly username: string;
};

function fromRow(row: SelectedRow): ApiKey {
	return {
		credentialId: row.id,
		name: row.name,
		username: row.username,
		enabled: row.enabled === 1,
		expiresAt: row.expires_at ?? undefined,
		revokedAt: row.revoked_at ?? undefined,
		createdAt: row.created_at,
	};
}

export function apiKeysOf({ db }: Store, realmId: string): ApiKeys {
	const all = () =>
		db
			.selectFrom('api_key')
			.innerJoin('realm_user', 'realm_user.id', 'api_key.user_id')
			.where('api_key.realm_id', '=', realmId);

	const find = async (credentialId: string): Promise<ApiKey | undefined> => {
		const query = all().select(KEY_COLUMNS).where('api_key.id', '=', credentialId);
		const row = await query.executeTakeFirst();
		return row && fromRow(row);
	};

	return {
		find,
		async findByPublicId(publicId) {
			const row = await all()
				.select([...KEY_COLUMNS, 'api_key.digest', 'api_key.pepper_version'])
				.select('realm_user.enabled as user_enabled')
				.where('api_key.public_id', '=', publicId)
				.executeTakeFirst();
			if (row === undefined) return undefined;
			return {
				...fromRow(row),
				digest: row.digest,
				pepperVersion: row.pepper_version,
				userEnabled: row.user_enabled === 1,
			};
		},
		async list({ username, limit }) {
			let query = all()
				.select(KEY_COLUMNS)
				.orderBy('api_key.created_at', 'desc')
				.orderBy('api_key.id');
			if (username !== undefined) {
				query = query.where('realm_user.name_key', '=', canonicalName(username));
			}
			if (limit !== undefined) query = query.limit(limit);
			return (await query.execute()).map(fromRow);
		},
		async count() {
			const query = all().select(({ fn }) => fn.countAll<number>().as('count'));
			return Number((await query.executeTakeFirstOrThrow()).count);
		},
		async add(username, key) {
			const result = await db
				.insertInto('api_key')
				.columns([
					'id',
					'realm_id',
					'user_id',
					'name',
					'public_id',
					'digest',
					'pepper_version',
					'enabled',
					'expires_at',
					'revoked_at',
					'created_at',
				])
				.expression(({ selectFrom, val }) =>
					selectFrom('realm_user')
						.select((user) => [
							val(key.credentialId).as('id'),
							user.ref('realm_id').as('realm_id'),
							user.ref('id').as('user_id'),
							val(key.name).as('name'),
							val(key.publicId).as('public_id'),
							val(key.digest).as('digest'),
							val(key.pepperVersion).as('pepper_version'),
							val<0 | 1>(1).as('enabled'),
							val(key.expiresAt ?? null).as('expires_at'),
							val<number | null>(null).as('revoked_at'),
							val(key.createdAt).as('created_at'),
						])
						.where('realm_id', '=', realmId)
						.where('name_key', '=', canonicalName(username)),
				)
				.executeTakeFirstOrThrow();
			return result.numInsertedOrUpdatedRows === 1n ? 'added' : 'user-unknown';
		},
		async setState(credentialId, state) {
			const result = await db
				.updateTable('api_key')
				.set({ enabled: state === 'enabled' ? 1 : 0 })
				.where('realm_id', '=', realmId)
				.where('id', '=', credentialId)
				.where('revoked_at', 'is', null)
				.executeTakeFirstOrThrow();
			if (result.numUpdatedRows === 1n) return 'changed';
			return (await find(credentialId)) === undefined ? 'unknown' : 'revoked';
		},
		async revoke(credentialId, now) {
			const result = await db
				.updateTable('api_key')
				.set(({ fn, val, ref }) => ({
					revoked_at: fn.coalesce(ref('revoked_at'), val(now)),
				}))
				.where('realm_id', '=', realmId)
				.where('id', '=', credentialId)
				.executeTakeFirstOrThrow();
			return result.numUpdatedRows === 1n ? 'changed' : 'unknown';
		},
	};
}
