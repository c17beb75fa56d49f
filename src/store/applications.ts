import { changeAccess, changed } from './access-change';
import type { Instant } from './clock';
import type { ApplicationRow } from './schema';
import { isStorable } from './storable-text';
import type { Store } from './store';
import { canonicalName } from './canonical-name';

export interface Application {
	readonly id: string;
	/** Unique within the realm, compared in canonical form. */
	readonly name: string;
	readonly createdAt: Instant;
}

/** A group that comes and goes with its application. */
export interface AccessGroup {
	readonly id: string;
	readonly name: string;
}

/** The applications of one realm. */
export interface Applications {
	find(name: string): Promise<Application | undefined>;
	/** In order of name. */
	list(limit?: number): Promise<readonly Application[]>;
	/** Adds an application with its groups, or nothing where a name is taken. */
	add(application: Application, groups: readonly AccessGroup[]): Promise<'added' | 'taken'>;
	/** Deletes an application with its access groups and its roles. */
	delete(id: string): Promise<'deleted' | 'unknown'>;
}

const fromRow = ({ id, name, created_at }: ApplicationRow): Application => ({
	id,
	name,
	createdAt: created_at,
});

export function applicationsOf(store: Store, realmId: string): Applications {
	const { db } = store;
	const all = () => db.selectFrom('application').selectAll().where('realm_id', '=', realmId);

	return {
		async find(name) {
			if (!isStorable(name)) return undefined;
			const row = await all().where('name_key', '=', canonicalName(name)).executeTakeFirst();
			return row && fromRow(row);
		},
		async list(limit) {
			const query = all().orderBy('name_key');
			const rows = await (limit === undefined ? query : query.limit(limit)).execute();
			return rows.map(fromRow);
		},
		async add({ id, name, createdAt }, groups) {
			const keys = groups.map((group) => canonicalName(group.name));
			const insertApplication = db
				.insertInto('application')
				.columns(['id', 'realm_id', 'name', 'name_key', 'created_at'])
				.expression(({ selectFrom, val, not, exists }) =>
					selectFrom('realm')
						.select([
							val(id).as('id'),
							'realm.id as realm_id',
							val(name).as('name'),
							val(canonicalName(name)).as('name_key'),
							val(createdAt).as('created_at'),
						])
						.where('realm.id', '=', realmId)
						.where(
							not(
								exists(
									selectFrom('realm_group as taken')
										.select('taken.id')
										.where('taken.realm_id', '=', realmId)
										.where('taken.name_key', 'in', keys),
								),
							),
						),
				)
				.onConflict((conflict) => conflict.columns(['realm_id', 'name_key']).doNothing());
			const insertGroups = groups.map((group) =>
				db
					.insertInto('realm_group')
					.columns(['id', 'realm_id', 'application_id', 'name', 'name_key', 'created_at'])
					.expression(({ selectFrom, val }) =>
						selectFrom('application')
							.select([
								val(group.id).as('id'),
								'application.realm_id',
								'application.id as application_id',
								val(group.name).as('name'),
								val(canonicalName(group.name)).as('name_key'),
								'application.created_at',
							])
							.where('application.id', '=', id),
					),
			);
			const results = await changeAccess(store, realmId, [insertApplication, ...insertGroups]);
			return changed(results) ? 'added' : 'taken';
		},
		async delete(id) {
			const remove = db
				.deleteFrom('application')
				.where('realm_id', '=', realmId)
				.where('id', '=', id);
			return changed(await changeAccess(store, realmId, [remove])) ? 'deleted' : 'unknown';
		},
	};
}
