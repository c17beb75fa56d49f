import type { Outcome } from '../administration/outcome';
import type { Administration } from './administration';

/** What the audit keeps of an operation: names and ids, never a value. */
export interface RecordedOperation {
	/** Resource and operation, such as `apiKey.revoke`. */
	readonly operation: string;
	/** Name or id of what was to be changed. */
	readonly target: string;
	readonly credentialId?: string | undefined;
	readonly decision: 'done' | 'refused';
}

export type Recorder = (operation: RecordedOperation) => Promise<void>;

/** What an operation is about, as far as its input says. */
interface Subject {
	readonly target: string;
	readonly credentialId?: string;
}

const named = (target: string): Subject => ({ target });
const credential = (credentialId: string): Subject => ({ target: credentialId, credentialId });
const issued = ({ credentialId }: { readonly credentialId: string }) => ({ credentialId });
const role = ({
	application,
	role: name,
}: {
	readonly application: string;
	readonly role: string;
}) => named(`${application}/${name}`);

/**
 * The same administration, of which every change is announced and every change and refused change
 * is in the audit before its outcome is known to anybody. Reading is not recorded. Every operation
 * is named here, so that a new one cannot be forgotten.
 */
export function recordedAdministration(
	{ applications, groups, roles, users, apiKeys }: Administration,
	announce: () => Promise<void>,
	record: Recorder,
): Administration {
	const recorded =
		<Input extends readonly unknown[], T>(
			operation: string,
			run: (...input: Input) => Promise<Outcome<T>>,
			subjectOf: (...input: Input) => Subject,
			madeOf: (value: T) => Partial<Subject> = () => ({}),
		) =>
		async (...input: Input): Promise<Outcome<T>> => {
			const outcome = await run(...input);
			if (outcome.kind === 'done') await announce();
			const made = outcome.kind === 'done' ? madeOf(outcome.value) : {};
			await record({ operation, ...subjectOf(...input), ...made, decision: outcome.kind });
			return outcome;
		};

	return {
		applications: {
			getAll: applications.getAll,
			create: recorded('application.create', applications.create, named),
			delete: recorded('application.delete', applications.delete, named),
		},
		groups: {
			getAll: groups.getAll,
			create: recorded('group.create', groups.create, named),
			delete: recorded('group.delete', groups.delete, named),
			addUser: recorded('group.addUser', groups.addUser, (group, user) =>
				named(`${group}: ${user}`),
			),
			removeUser: recorded('group.removeUser', groups.removeUser, (group, user) =>
				named(`${group}: ${user}`),
			),
			addRole: recorded('group.addRole', groups.addRole, (group, given) =>
				named(`${group}: ${role(given).target}`),
			),
			removeRole: recorded('group.removeRole', groups.removeRole, (group, given) =>
				named(`${group}: ${role(given).target}`),
			),
		},
		roles: {
			getAll: roles.getAll,
			create: recorded('role.create', roles.create, ({ application, name }) =>
				role({ application, role: name }),
			),
			update: recorded('role.update', roles.update, role),
			delete: recorded('role.delete', roles.delete, role),
		},
		users: {
			get: users.get,
			getAll: users.getAll,
			explain: users.explain,
			create: recorded('user.create', users.create, ({ username }) => named(username)),
			update: recorded('user.update', users.update, named),
			setState: async (username, state) =>
				await recorded(`user.${verbOf(state)}`, users.setState, named)(username, state),
			delete: recorded('user.delete', users.delete, named),
		},
		apiKeys: {
			getAll: apiKeys.getAll,
			generate: recorded(
				'apiKey.generate',
				apiKeys.generate,
				({ username }) => named(username),
				issued,
			),
			rotate: recorded('apiKey.rotate', apiKeys.rotate, credential),
			setState: async (id, state) =>
				await recorded(`apiKey.${verbOf(state)}`, apiKeys.setState, credential)(id, state),
			revoke: recorded('apiKey.revoke', apiKeys.revoke, credential),
		},
	};
}

function verbOf(state: 'enabled' | 'disabled'): string {
	return state === 'enabled' ? 'enable' : 'disable';
}
