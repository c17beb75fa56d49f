import type { Compilable } from 'kysely';

import { changeAccess, changed, inParts } from './access-change';
import type { Instant } from './clock';
import type { Removed } from './group-members';
import { adminRemains } from './last-admin';
import type { Store } from './store';
import { canonicalName } from './canonical-name';

export interface Group {
	readonly id: string;
	/** Unique within the realm, compared in canonical form. */
	readonly name: string;
	/** Name of the application whose access group this is (PF-15). */
	readonly application: string | undefined;
	readonly createdAt: Instant;
}

/** The groups of one realm. */
export interface Groups {
	/** The groups of these names, in any order; unknown names are left out. */
	find(names: readonly string[]): Promise<readonly Group[]>;
	/** In order of name; of one user when `userId` is given. */
	list(filter: { readonly userId?: string; readonly limit?: number }): Promise<readonly Group[]>;
	add(group: Omit<Group, 'application'>): Promise<'added' | 'taken'>;
	delete(id: string): Promise<Removed>;
}

export function groupsOf(store: Store, realmId: string): Groups {
	const { db } = store;
	const change = async (statement: Compilable): Promise<boolean> =>
		changed(await changeAccess(store, realmId, [statement]));
	const all = () =>
		db
			.selectFrom('realm_group')
			.leftJoin('application', 'application.id', 'realm_group.application_id')
			.select([
				'realm_group.id',
				'realm_group.name',
				'application.name as application',
				'realm_group.created_at',
			])
			.where('realm_group.realm_id', '=', realmId);
	const rowsOf = async (query: ReturnType<typeof all>): Promise<readonly Group[]> =>
		(await query.execute()).map(({ id, name, application, created_at }) => ({
			id,
			name,
			application: application ?? undefined,
			createdAt: created_at,
		}));

	return {
		async find(names) {
			const parts = inParts(names.map(canonicalName)).map((part) =>
				rowsOf(all().where('realm_group.name_key', 'in', part)),
			);
			return (await Promise.all(parts)).flat();
		},
		async list({ userId, limit }) {
			let query = all().orderBy('realm_group.name_key');
			if (userId !== undefined) {
				query = query.where(({ exists, selectFrom }) =>
					exists(
						selectFrom('group_member')
							.select('group_member.user_id')
							.whereRef('group_member.group_id', '=', 'realm_group.id')
							.where('group_member.user_id', '=', userId),
					),
				);
			}
			return await rowsOf(limit === undefined ? query : query.limit(limit));
		},
		async add({ id, name, createdAt }) {
			const insert = db
				.insertInto('realm_group')
				.values({
					id,
					realm_id: realmId,
					application_id: null,
					name,
					name_key: canonicalName(name),
					created_at: createdAt,
				})
				.onConflict((conflict) => conflict.columns(['realm_id', 'name_key']).doNothing());
			return (await change(insert)) ? 'added' : 'taken';
		},
		async delete(id) {
			const remove = db
				.deleteFrom('realm_group')
				.where('realm_id', '=', realmId)
				.where('id', '=', id)
				.where(adminRemains(realmId, { groupId: id }));
			if (await change(remove)) return 'removed';
			return (await all().where('realm_group.id', '=', id).execute()).length > 0
				? 'last-admin'
				: 'absent';
		},
	};
}
