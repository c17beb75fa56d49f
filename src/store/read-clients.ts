import type { ClientRow } from './client-schema';
import { intakeIn, settingsIn } from './client-settings';
import type { Client, Clients } from './clients';
import { isStorable } from './storable-text';
import type { Store } from './store';

/** Rows by the client that they belong to, in their order. */
function byOwner<Row extends { readonly owner: string | null }>(
	rows: readonly Row[],
): ReadonlyMap<string | null, readonly Row[]> {
	const owned = new Map<string | null, Row[]>();
	for (const row of rows) {
		const others = owned.get(row.owner);
		if (others === undefined) owned.set(row.owner, [row]);
		else others.push(row);
	}
	return owned;
}

/** Reads the clients of one realm, each with its users, groups and secret. */
export function clientReader(
	{ db }: Store,
	realmId: string,
): Pick<Clients, 'find' | 'findByClientId' | 'list'> {
	const all = () => db.selectFrom('oauth_client').selectAll().where('realm_id', '=', realmId);

	/** What belongs to one client, or to all of them. */
	const partsOf = async (clientId: string | undefined) => {
		const isOne = clientId !== undefined;
		const users = db
			.selectFrom('client_user')
			.innerJoin('realm_user', 'realm_user.id', 'client_user.user_id')
			.select(['client_user.client_id as owner', 'realm_user.id', 'realm_user.name'])
			.where('realm_user.realm_id', '=', realmId)
			.orderBy('realm_user.name_key')
			.$if(isOne, (some) => some.where('client_user.client_id', '=', clientId ?? ''));
		const groups = db
			.selectFrom('client_group')
			.innerJoin('realm_group', 'realm_group.id', 'client_group.group_id')
			.select(['client_group.client_id as owner', 'realm_group.id', 'realm_group.name'])
			.where('realm_group.realm_id', '=', realmId)
			.orderBy('realm_group.name_key')
			.$if(isOne, (some) => some.where('client_group.client_id', '=', clientId ?? ''));
		const secrets = db
			.selectFrom('credential')
			.innerJoin('credential_version', 'credential_version.credential_id', 'credential.id')
			.select([
				'credential.client_id as owner',
				'credential.id',
				'credential.enabled',
				'credential.expires_at',
				'credential.revoked_at',
				'credential.last_used_at',
				'credential.last_used_address',
				'credential_version.public_id',
				'credential_version.version',
				'credential_version.digest',
				'credential_version.pepper_version',
				'credential_version.superseded_at',
				'credential_version.expires_at as grace_ends_at',
			])
			.where('credential.realm_id', '=', realmId)
			.where('credential.kind', '=', 'clientSecret')
			.orderBy('credential_version.version', 'desc')
			.$if(isOne, (some) => some.where('credential.client_id', '=', clientId ?? ''));
		const [userRows, groupRows, secretRows] = await Promise.all([
			users.execute(),
			groups.execute(),
			secrets.execute(),
		]);
		return {
			users: byOwner(userRows),
			groups: byOwner(groupRows),
			secrets: byOwner(secretRows),
		};
	};
	type Parts = Awaited<ReturnType<typeof partsOf>>;
	type SecretRow = NonNullable<ReturnType<Parts['secrets']['get']>>[number];

	const named = ({ id, name }: { readonly id: string; readonly name: string }) => ({ id, name });
	const secretOf = (row: SecretRow): Client['secret'] => ({
		credentialId: row.id,
		version: row.version,
		enabled: row.enabled === 1,
		expiresAt: row.expires_at ?? undefined,
		revokedAt: row.revoked_at ?? undefined,
		lastUse:
			row.last_used_at === null
				? undefined
				: { at: row.last_used_at, address: row.last_used_address ?? undefined },
	});
	const fromRow = (row: ClientRow, parts: Parts): Client => {
		const [current] = parts.secrets.get(row.id) ?? [];
		return {
			...settingsIn(row.settings),
			clientId: row.id,
			name: row.name,
			enabled: row.enabled === 1,
			users: (parts.users.get(row.id) ?? []).map(named),
			groups: (parts.groups.get(row.id) ?? []).map(named),
			intake: intakeIn(row.intake),
			secret: current && secretOf(current),
			revision: row.revision,
			createdAt: row.created_at,
			updatedAt: row.updated_at,
		};
	};
	const load = async (clientId: string) => {
		if (!isStorable(clientId)) return undefined;
		const [row, parts] = await Promise.all([
			all().where('id', '=', clientId).executeTakeFirst(),
			partsOf(clientId),
		]);
		return row && { client: fromRow(row, parts), secrets: parts.secrets.get(row.id) ?? [] };
	};

	return {
		find: async (clientId) => (await load(clientId))?.client,
		async findByClientId(clientId) {
			const loaded = await load(clientId);
			if (loaded === undefined) return undefined;
			const secrets = loaded.secrets.map((row) => ({
				publicId: row.public_id,
				digest: row.digest,
				pepperVersion: row.pepper_version,
				version: row.version,
				supersededAt: row.superseded_at ?? undefined,
				graceEndsAt: row.grace_ends_at ?? undefined,
			}));
			return { ...loaded.client, secrets };
		},
		async list(limit) {
			const query = all().orderBy('created_at', 'desc').orderBy('id');
			const rows = await (limit === undefined ? query : query.limit(limit)).execute();
			const parts = await partsOf(undefined);
			return rows.map((row) => fromRow(row, parts));
		},
	};
}
