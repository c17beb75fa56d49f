import { changeAccess, changed } from './access-change';
import type { Instant } from './clock';
import { adminRemains, isLastAdmin } from './last-admin';
import { insertPrivilege, keepsManageAccess, roleChange } from './role-change';
import type { Store } from './store';
import { canonicalName } from './canonical-name';

/** A named set of privileges that counts in one application (PF-11). */
export interface Role {
	readonly id: string;
	readonly applicationId: string;
	/** Name of the application. */
	readonly application: string;
	/** Unique within the application, compared in canonical form. */
	readonly name: string;
	/** In order of name. */
	readonly privileges: readonly string[];
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
}

export interface RoleChange {
	readonly name?: string;
	/** All privileges of the role from now on. */
	readonly privileges?: readonly string[];
}

/** The roles of one realm. */
export interface Roles {
	find(applicationId: string, name: string): Promise<Role | undefined>;
	/** In order of application and name. */
	list(filter: {
		readonly applicationId?: string;
		readonly limit?: number;
	}): Promise<readonly Role[]>;
	add(role: Role): Promise<'added' | 'taken'>;
	change(
		role: Role,
		change: RoleChange,
		now: Instant,
	): Promise<'changed' | 'unknown' | 'taken' | 'last-admin'>;
	delete(id: string): Promise<'deleted' | 'unknown' | 'last-admin'>;
}

export function rolesOf(store: Store, realmId: string): Roles {
	const { db } = store;
	const all = () =>
		db
			.selectFrom('role')
			.innerJoin('application', 'application.id', 'role.application_id')
			.select([
				'role.id',
				'role.application_id',
				'application.name as application',
				'role.name',
				'role.created_at',
				'role.updated_at',
			])
			.where('application.realm_id', '=', realmId)
			.orderBy('application.name_key')
			.orderBy('role.name_key');

	const rolesIn = async (query: ReturnType<typeof all>): Promise<readonly Role[]> => {
		const rows = await query.execute();
		const given = await db
			.selectFrom('role_privilege')
			.innerJoin('role', 'role.id', 'role_privilege.role_id')
			.innerJoin('application', 'application.id', 'role.application_id')
			.select(['role_privilege.role_id', 'role_privilege.name'])
			.where('application.realm_id', '=', realmId)
			.$if(rows.length === 1, (one) => one.where('role.id', '=', rows[0]?.id ?? ''))
			.orderBy('role_privilege.name_key')
			.execute();
		return rows.map((row) => ({
			id: row.id,
			applicationId: row.application_id,
			application: row.application,
			name: row.name,
			privileges: given.filter(({ role_id }) => role_id === row.id).map(({ name }) => name),
			createdAt: row.created_at,
			updatedAt: row.updated_at,
		}));
	};

	const find = async (id: string) => (await rolesIn(all().where('role.id', '=', id)))[0];

	return {
		async find(applicationId, name) {
			const query = all()
				.where('role.application_id', '=', applicationId)
				.where('role.name_key', '=', canonicalName(name));
			return (await rolesIn(query))[0];
		},
		async list({ applicationId, limit }) {
			let query = all();
			if (applicationId !== undefined) {
				query = query.where('role.application_id', '=', applicationId);
			}
			return await rolesIn(limit === undefined ? query : query.limit(limit));
		},
		async add({ id, applicationId, name, privileges, createdAt, updatedAt }) {
			const insert = db
				.insertInto('role')
				.columns(['id', 'application_id', 'name', 'name_key', 'created_at', 'updated_at'])
				.expression(({ selectFrom, val }) =>
					selectFrom('application')
						.select([
							val(id).as('id'),
							'application.id as application_id',
							val(name).as('name'),
							val(canonicalName(name)).as('name_key'),
							val(createdAt).as('created_at'),
							val(updatedAt).as('updated_at'),
						])
						.where('application.id', '=', applicationId)
						.where('application.realm_id', '=', realmId),
				)
				.onConflict((conflict) => conflict.columns(['application_id', 'name_key']).doNothing());
			const given = privileges.map((privilege) => insertPrivilege(store, id, privilege));
			return changed(await changeAccess(store, realmId, [insert, ...given])) ? 'added' : 'taken';
		},
		async change(role, change, now) {
			const results = await changeAccess(
				store,
				realmId,
				roleChange(store, realmId, role, change, now),
			);
			if (changed(results)) return 'changed';
			const current = await find(role.id);
			if (current === undefined) return 'unknown';
			const mayTake =
				change.privileges === undefined ||
				keepsManageAccess(change.privileges) ||
				!(await isLastAdmin(store, realmId, { roleId: role.id }));
			return mayTake ? 'taken' : 'last-admin';
		},
		async delete(id) {
			const remove = db
				.deleteFrom('role')
				.where('id', '=', id)
				.where(adminRemains(realmId, { roleId: id }));
			if (changed(await changeAccess(store, realmId, [remove]))) return 'deleted';
			return (await find(id)) === undefined ? 'unknown' : 'last-admin';
		},
	};
}
