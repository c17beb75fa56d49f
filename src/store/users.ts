import type { Instant } from './clock';
import type { UserRow } from './schema';
import type { Store } from './store';

export interface User {
	readonly id: string;
	/** Unique within the realm, compared in canonical form. */
	readonly name: string;
	readonly displayName: string;
	readonly enabled: boolean;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
}

export type UserChange = Partial<Pick<User, 'name' | 'displayName' | 'enabled'>>;

/** The users of one realm. Every change is one atomic statement. */
export interface Users {
	find(name: string): Promise<User | undefined>;
	/** In order of name. */
	list(limit?: number): Promise<readonly User[]>;
	count(): Promise<number>;
	add(user: User): Promise<'added' | 'taken'>;
	/** The user as changed; `unknown` when there is none of that name, `taken` when the new one is. */
	change(name: string, change: UserChange, now: Instant): Promise<User | 'unknown' | 'taken'>;
	/** Deletes the user and every credential of the user. */
	delete(name: string): Promise<'deleted' | 'unknown'>;
}

/** Names differ when they differ after composition (NFC) and lower-casing. */
export function canonicalName(name: string): string {
	return name.normalize('NFC').toLowerCase();
}

function fromRow(row: UserRow): User {
	return {
		id: row.id,
		name: row.name,
		displayName: row.display_name,
		enabled: row.enabled === 1,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}

function changedColumns({ name, displayName, enabled }: UserChange): Partial<UserRow> {
	return {
		...(name === undefined ? {} : { name, name_key: canonicalName(name) }),
		...(displayName === undefined ? {} : { display_name: displayName }),
		...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
	};
}

export function usersOf({ db }: Store, realmId: string): Users {
	const all = () => db.selectFrom('realm_user').where('realm_id', '=', realmId);

	const find = async (name: string): Promise<User | undefined> => {
		const query = all().selectAll().where('name_key', '=', canonicalName(name));
		const row = await query.executeTakeFirst();
		return row && fromRow(row);
	};

	return {
		find,
		async list(limit) {
			const query = all().selectAll().orderBy('name_key');
			const rows = await (limit === undefined ? query : query.limit(limit)).execute();
			return rows.map(fromRow);
		},
		async count() {
			const query = all().select(({ fn }) => fn.countAll<number>().as('count'));
			return Number((await query.executeTakeFirstOrThrow()).count);
		},
		async add(user) {
			const row: UserRow = {
				id: user.id,
				realm_id: realmId,
				name: user.name,
				name_key: canonicalName(user.name),
				display_name: user.displayName,
				enabled: user.enabled ? 1 : 0,
				created_at: user.createdAt,
				updated_at: user.updatedAt,
			};
			const result = await db
				.insertInto('realm_user')
				.values(row)
				.onConflict((conflict) => conflict.columns(['realm_id', 'name_key']).doNothing())
				.executeTakeFirstOrThrow();
			return result.numInsertedOrUpdatedRows === 1n ? 'added' : 'taken';
		},
		async change(name, change, now) {
			const update = db
				.updateTable('realm_user')
				.set({ ...changedColumns(change), updated_at: now })
				.where('realm_id', '=', realmId)
				.where('name_key', '=', canonicalName(name));
			const { name: newName } = change;
			const free =
				newName === undefined
					? update
					: update.where(({ not, exists, selectFrom }) =>
							not(
								exists(
									selectFrom('realm_user as other')
										.select('other.id')
										.where('other.realm_id', '=', realmId)
										.where('other.name_key', '=', canonicalName(newName))
										.where('other.name_key', '!=', canonicalName(name)),
								),
							),
						);
			const row = await free.returningAll().executeTakeFirst();
			if (row !== undefined) return fromRow(row);
			return (await find(name)) === undefined ? 'unknown' : 'taken';
		},
		async delete(name) {
			const result = await db
				.deleteFrom('realm_user')
				.where('realm_id', '=', realmId)
				.where('name_key', '=', canonicalName(name))
				.executeTakeFirstOrThrow();
			return result.numDeletedRows === 1n ? 'deleted' : 'unknown';
		},
	};
}
