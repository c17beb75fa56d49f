import type { RandomSource } from '../crypto/random';
import type { Application, Applications } from '../store/applications';
import type { Clock } from '../store/clock';
import type { Role, Roles } from '../store/roles';
import { type Actor, checkGiving } from './actor';
import type { RoleName } from './groups';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { checkPrivileges } from './privilege-name';
import { LAST_ADMIN, takenName, unknownName } from './sentences';

export interface RoleDeps {
	readonly roles: Roles;
	readonly applications: Applications;
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly actor: Actor;
}

export interface RoleAdministration {
	create(input: {
		readonly application: string;
		readonly name: string;
		readonly privileges: readonly string[];
	}): Promise<Outcome<Role>>;
	/** Of one application when its name is given. */
	getAll(filter: {
		readonly application?: string;
		readonly limit?: number;
	}): Promise<Outcome<readonly Role[]>>;
	/** `privileges` are all that the role gives from now on. */
	update(
		role: RoleName,
		change: { readonly name?: string; readonly privileges?: readonly string[] },
	): Promise<Outcome<Role>>;
	delete(role: RoleName): Promise<Outcome<Role>>;
}

const within = (application: string) => ` in the application ${quoted(application)}`;

export function roleAdministration(deps: RoleDeps): RoleAdministration {
	const { roles, applications, clock, random, actor } = deps;

	const findApplication = async (name: string): Promise<Outcome<Application>> => {
		const application = await applications.find(name);
		return application === undefined ? unknownName('application', name) : done(application);
	};
	const find = async ({ application, role }: RoleName): Promise<Outcome<Role>> => {
		const owner = await findApplication(application);
		if (owner.kind === 'refused') return owner;
		const found = await roles.find(owner.value.id, role);
		return found === undefined ? unknownName('role', role, within(owner.value.name)) : done(found);
	};
	const checkGiven = async (
		application: string,
		texts: readonly string[],
		before: readonly string[] = [],
	): Promise<Outcome<readonly string[]>> => {
		const privileges = checkPrivileges(application, texts);
		if (privileges.kind === 'refused') return privileges;
		const may = await checkGiving(actor, () =>
			privileges.value
				.filter((privilege) => !before.includes(privilege))
				.map((privilege) => ({ application, privilege })),
		);
		return may.kind === 'refused' ? may : privileges;
	};

	return {
		async create({ application, name: given, privileges: texts }) {
			const owner = await findApplication(application);
			if (owner.kind === 'refused') return owner;
			const name = checkName('name of the role', given);
			if (name.kind === 'refused') return name;
			const privileges = await checkGiven(owner.value.name, texts);
			if (privileges.kind === 'refused') return privileges;
			const now = clock.now();
			const role: Role = {
				id: random.uuid(),
				applicationId: owner.value.id,
				application: owner.value.name,
				name: name.value,
				privileges: privileges.value,
				createdAt: now,
				updatedAt: now,
			};
			return (await roles.add(role)) === 'added'
				? done(role)
				: takenName('role', role.name, within(role.application));
		},

		async getAll({ application, limit }) {
			const some = limit === undefined ? {} : { limit };
			if (application === undefined) return done(await roles.list(some));
			const owner = await findApplication(application);
			if (owner.kind === 'refused') return owner;
			return done(await roles.list({ ...some, applicationId: owner.value.id }));
		},

		async update(which, input) {
			const found = await find(which);
			if (found.kind === 'refused') return found;
			const role = found.value;
			const name = input.name === undefined ? undefined : checkName('name of the role', input.name);
			if (name?.kind === 'refused') return name;
			const privileges =
				input.privileges && (await checkGiven(role.application, input.privileges, role.privileges));
			if (privileges?.kind === 'refused') return privileges;
			if (name === undefined && privileges === undefined) {
				return refused(`Nothing to change for role ${quoted(role.name)}: add a field to update.`);
			}
			const change = {
				...(name && { name: name.value }),
				...(privileges && { privileges: privileges.value }),
			};
			const now = clock.now();
			switch (await roles.change(role, change, now)) {
				case 'changed':
					return done({ ...role, ...change, updatedAt: now });
				case 'unknown':
					return unknownName('role', which.role, within(role.application));
				case 'taken':
					return takenName('role', name?.value ?? role.name, within(role.application));
				case 'last-admin':
					return LAST_ADMIN;
			}
		},

		async delete(which) {
			const found = await find(which);
			if (found.kind === 'refused') return found;
			switch (await roles.delete(found.value.id)) {
				case 'deleted':
					return found;
				case 'unknown':
					return unknownName('role', which.role, within(found.value.application));
				case 'last-admin':
					return LAST_ADMIN;
			}
		},
	};
}
