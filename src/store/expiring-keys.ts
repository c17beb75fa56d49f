import type { Instant } from './clock';
import type { Store } from './store';

/** Some names of keys, and how many keys there are. */
export interface NamedKeys {
	readonly count: number;
	readonly names: readonly string[];
}

const usable = ({ db }: Store, realmId: string) =>
	db
		.selectFrom('credential')
		.leftJoin('realm_user', 'realm_user.id', 'credential.user_id')
		.leftJoin('oauth_client', 'oauth_client.id', 'credential.client_id')
		.leftJoin('key_pair', 'key_pair.credential_id', 'credential.id')
		.where('credential.realm_id', '=', realmId)
		.where('credential.enabled', '=', 1)
		.where('credential.revoked_at', 'is', null);

async function named(
	keys: ReturnType<typeof usable>,
	order: 'credential.expires_at' | 'key_pair.rotate_before',
	most: number,
): Promise<NamedKeys> {
	const { count } = await keys
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	const rows = await keys
		.select(['credential.name', 'realm_user.name as username', 'oauth_client.name as client'])
		.orderBy(order)
		.limit(most)
		.execute();
	return {
		count: Number(count),
		names: rows.map(({ name, username, client }) =>
			client === null ? `"${name}" of ${username ?? ''}` : `the secret of client "${client}"`,
		),
	};
}

interface Period {
	readonly after: Instant;
	readonly until: Instant;
}

/**
 * Names of enabled keys of any kind, and of clients' secrets, that expire in this time, the next ones
 * first, and how many they are.
 */
export async function expiringKeys(
	store: Store,
	realmId: string,
	{ after, until }: Period,
	most: number,
): Promise<NamedKeys> {
	const expiring = usable(store, realmId)
		.where('credential.expires_at', '>', after)
		.where('credential.expires_at', '<=', until);
	return await named(expiring, 'credential.expires_at', most);
}

/** The same of key pairs that work and should have been rotated by now, the longest overdue first (IN-13). */
export async function overdueKeys(
	store: Store,
	realmId: string,
	now: Instant,
	most: number,
): Promise<NamedKeys> {
	const overdue = usable(store, realmId)
		.where('key_pair.rotate_before', '<=', now)
		.where(({ or, eb }) =>
			or([eb('credential.expires_at', 'is', null), eb('credential.expires_at', '>', now)]),
		);
	return await named(overdue, 'key_pair.rotate_before', most);
}

/** The same of secret keys in datasources. */
export async function expiringSecrets(
	{ db }: Store,
	realmId: string,
	{ after, until }: Period,
	most: number,
): Promise<NamedKeys> {
	const expiring = db
		.selectFrom('secret_key')
		.innerJoin('datasource', 'datasource.id', 'secret_key.datasource_id')
		.where('datasource.realm_id', '=', realmId)
		.where('secret_key.enabled', '=', 1)
		.where('secret_key.expires_at', '>', after)
		.where('secret_key.expires_at', '<=', until);
	const { count } = await expiring
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	const rows = await expiring
		.select(['secret_key.name', 'datasource.name as datasource'])
		.orderBy('secret_key.expires_at')
		.limit(most)
		.execute();
	return {
		count: Number(count),
		names: rows.map(({ name, datasource }) => `"${name}" of datasource "${datasource}"`),
	};
}
