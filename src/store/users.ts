import { changeAccess, changed } from './access-change';
import type { Instant } from './clock';
import { canonicalName } from './canonical-name';
import { joinGroups } from './group-members';
import { adminRemains, isLastAdmin } from './last-admin';
import type { RateLimit } from './rate-buckets';
import { rateLimitIn, rateLimitText } from './rate-limit-text';
import type { UserRow } from './schema';
import { isStorable } from './storable-text';
import type { Store } from './store';

export interface User {
	readonly id: string;
	/** Unique within the realm, compared in canonical form. */
	readonly name: string;
	readonly displayName: string;
	/** Whom other systems know the user as, letter by letter; unique within the realm. */
	readonly personId: string | undefined;
	readonly enabled: boolean;
	/** Of all calls as this user together. */
	readonly rateLimit: RateLimit | undefined;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
}

export interface UserChange extends Partial<Pick<User, 'name' | 'displayName' | 'enabled'>> {
	/** Empty takes it away. */
	readonly personId?: string;
	/** `none` takes the limit away. */
	readonly rateLimit?: RateLimit | 'none';
}

/** The users of one realm. Every change is one atomic statement. */
export interface Users {
	find(name: string): Promise<User | undefined>;
	findByPersonId(personId: string): Promise<User | undefined>;
	findById(id: string): Promise<User | undefined>;
	/** In order of name. */
	list(limit?: number): Promise<readonly User[]>;
	count(): Promise<number>;
	/** Adds a user as a member of these groups; groups that are gone are left out. */
	add(user: User, groupIds: readonly string[]): Promise<'added' | 'taken' | 'person-taken'>;
	/** The user as changed; `unknown` when there is none of that name, `taken` when the new one is. */
	change(
		name: string,
		change: UserChange,
		now: Instant,
	): Promise<User | 'unknown' | 'taken' | 'person-taken' | 'last-admin'>;
	/** Deletes the user and every credential of the user. */
	delete(name: string): Promise<'deleted' | 'unknown' | 'last-admin'>;
}

function fromRow(row: UserRow): User {
	return {
		id: row.id,
		name: row.name,
		displayName: row.display_name,
		personId: row.person_id ?? undefined,
		enabled: row.enabled === 1,
		rateLimit: rateLimitIn(row.rate_limit),
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}

function changedColumns({
	name,
	displayName,
	personId,
	enabled,
	rateLimit,
}: UserChange): Partial<UserRow> {
	return {
		...(name === undefined ? {} : { name, name_key: canonicalName(name) }),
		...(displayName === undefined ? {} : { display_name: displayName }),
		...(personId === undefined ? {} : { person_id: personId === '' ? null : personId }),
		...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
		...(rateLimit === undefined
			? {}
			: { rate_limit: rateLimitText(rateLimit === 'none' ? undefined : rateLimit) }),
	};
}

export function usersOf(store: Store, realmId: string): Users {
	const { db } = store;
	const all = () => db.selectFrom('realm_user').where('realm_id', '=', realmId);

	const find = async (name: string): Promise<User | undefined> => {
		if (!isStorable(name)) return undefined;
		const query = all().selectAll().where('name_key', '=', canonicalName(name));
		const row = await query.executeTakeFirst();
		return row && fromRow(row);
	};

	const findByPersonId = async (personId: string): Promise<User | undefined> => {
		if (!isStorable(personId)) return undefined;
		const row = await all().selectAll().where('person_id', '=', personId).executeTakeFirst();
		return row && fromRow(row);
	};
	/** Whether another user has this person id. */
	const isOfAnother = async (personId: string | undefined, id: string): Promise<boolean> => {
		if (personId === undefined || personId === '') return false;
		return ((await findByPersonId(personId))?.id ?? id) !== id;
	};

	return {
		find,
		findByPersonId,
		async findById(id) {
			const row = await all().selectAll().where('id', '=', id).executeTakeFirst();
			return row && fromRow(row);
		},
		async list(limit) {
			const query = all().selectAll().orderBy('name_key');
			const rows = await (limit === undefined ? query : query.limit(limit)).execute();
			return rows.map(fromRow);
		},
		async count() {
			const query = all().select(({ fn }) => fn.countAll<number>().as('count'));
			return Number((await query.executeTakeFirstOrThrow()).count);
		},
		async add(user, groupIds) {
			const row: UserRow = {
				id: user.id,
				realm_id: realmId,
				name: user.name,
				name_key: canonicalName(user.name),
				display_name: user.displayName,
				person_id: user.personId ?? null,
				enabled: user.enabled ? 1 : 0,
				created_at: user.createdAt,
				updated_at: user.updatedAt,
				rate_limit: rateLimitText(user.rateLimit),
			};
			const insert = db
				.insertInto('realm_user')
				.values(row)
				.onConflict((conflict) => conflict.doNothing());
			const joining = joinGroups(store, user.id, groupIds);
			if (changed(await changeAccess(store, realmId, [insert, ...joining]))) return 'added';
			return (await isOfAnother(user.personId, user.id)) ? 'person-taken' : 'taken';
		},
		async change(name, change, now) {
			const user = await find(name);
			if (user === undefined) return 'unknown';
			const key = canonicalName(change.name ?? user.name);
			const disables = change.enabled === false;
			const update = db
				.updateTable('realm_user')
				.set({ ...changedColumns(change), updated_at: now })
				.where('id', '=', user.id)
				.where(({ not, exists, selectFrom }) =>
					not(
						exists(
							selectFrom('realm_user as other')
								.select('other.id')
								.where('other.realm_id', '=', realmId)
								.where(({ or, eb }) =>
									or([
										eb('other.name_key', '=', key),
										...(change.personId ? [eb('other.person_id', '=', change.personId)] : []),
									]),
								)
								.where('other.id', '!=', user.id),
						),
					),
				)
				.$if(disables, (rest) => rest.where(adminRemains(realmId, { userId: user.id })));
			if (changed(await changeAccess(store, realmId, [update]))) {
				return (await find(change.name ?? name)) ?? 'unknown';
			}
			const last = disables && (await isLastAdmin(store, realmId, { userId: user.id }));
			if (last) return 'last-admin';
			return (await isOfAnother(change.personId, user.id)) ? 'person-taken' : 'taken';
		},
		async delete(name) {
			const user = await find(name);
			if (user === undefined) return 'unknown';
			const remove = db
				.deleteFrom('realm_user')
				.where('id', '=', user.id)
				.where(adminRemains(realmId, { userId: user.id }));
			if (changed(await changeAccess(store, realmId, [remove]))) return 'deleted';
			return (await find(name)) === undefined ? 'unknown' : 'last-admin';
		},
	};
}
