import type { DescribedClient } from '../administration/clients';
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

/** Announces what was done, and records it or that it was refused: also where announcing fails. */
export async function announcedAndRecorded(
	decision: RecordedOperation['decision'],
	announce: () => Promise<void>,
	record: (decision: RecordedOperation['decision']) => Promise<void>,
): Promise<void> {
	try {
		if (decision === 'done') await announce();
	} finally {
		await record(decision);
	}
}

/** What an operation is about, as far as its input says. */
interface Subject {
	readonly target: string;
	readonly credentialId?: string;
}

const named = (target: string): Subject => ({ target });
const credential = (credentialId: string): Subject => ({ target: credentialId, credentialId });
const issued = ({ credentialId }: { readonly credentialId: string }) => ({ credentialId });
const linked = ({ linkId }: { readonly linkId: string }) => ({ credentialId: linkId });
const client = ({ clientId, secret }: Pick<DescribedClient, 'clientId' | 'secret'>) => ({
	target: clientId,
	...(secret && { credentialId: secret.credentialId }),
});
const secret = ({ datasource, name }: { readonly datasource: string; readonly name: string }) =>
	named(`${datasource}/${name}`);
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
	administration: Administration,
	announce: () => Promise<void>,
	record: Recorder,
): Administration {
	const { applications, groups, roles, users, apiKeys, clients, tokens, domainKeys } =
		administration;
	const { passwords, consents, datasources, secrets, signingKeys, links } = administration;
	const recorded =
		<Input extends readonly unknown[], T>(
			operation: string,
			run: (...input: Input) => Promise<Outcome<T>>,
			subjectOf: (...input: Input) => Subject,
			madeOf: (value: T) => Partial<Subject> = () => ({}),
		) =>
		async (...input: Input): Promise<Outcome<T>> => {
			const outcome = await run(...input);
			const made = outcome.kind === 'done' ? madeOf(outcome.value) : {};
			const subject = { ...subjectOf(...input), ...made };
			await announcedAndRecorded(outcome.kind, announce, async (decision) => {
				await record({ operation, ...subject, decision });
			});
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
		passwords: {
			check: passwords.check,
			set: recorded('user.setPassword', passwords.set, named),
			setSealed: recorded('user.setPassword', passwords.setSealed, named),
			remove: recorded('user.removePassword', passwords.remove, named),
		},
		apiKeys: {
			getAll: apiKeys.getAll,
			generate: recorded(
				'apiKey.generate',
				apiKeys.generate,
				({ username }) => named(username),
				issued,
			),
			update: recorded('apiKey.update', apiKeys.update, credential),
			rotate: recorded('apiKey.rotate', apiKeys.rotate, credential),
			setState: async (id, state) =>
				await recorded(`apiKey.${verbOf(state)}`, apiKeys.setState, credential)(id, state),
			revoke: recorded('apiKey.revoke', apiKeys.revoke, credential),
		},
		clients: {
			get: clients.get,
			getAll: clients.getAll,
			register: recorded('client.register', clients.register, ({ name }) => named(name), client),
			update: recorded('client.update', clients.update, named, client),
			rotate: recorded('client.rotate', clients.rotate, named, client),
			setState: async (id, state) =>
				await recorded(`client.${verbOf(state)}`, clients.setState, named, client)(id, state),
			delete: recorded('client.delete', clients.delete, named, client),
		},
		consents: {
			getAll: consents.getAll,
			revoke: recorded('consent.revoke', consents.revoke, credential),
		},
		tokens: {
			getAll: tokens.getAll,
			revoke: recorded('token.revoke', tokens.revoke, credential),
		},
		domainKeys: {
			getAll: domainKeys.getAll,
			create: recorded(
				'domainKey.create',
				domainKeys.create,
				({ username }) => named(username),
				issued,
			),
			update: recorded('domainKey.update', domainKeys.update, credential),
			setState: async (id, state) =>
				await recorded(`domainKey.${verbOf(state)}`, domainKeys.setState, credential)(id, state),
			revoke: recorded('domainKey.revoke', domainKeys.revoke, credential),
			delete: recorded('domainKey.delete', domainKeys.delete, credential),
		},
		datasources: {
			getAll: datasources.getAll,
			create: recorded('datasource.create', datasources.create, ({ name }) => named(name)),
			update: recorded('datasource.update', datasources.update, named),
			rotateKey: recorded('datasource.rotateKey', datasources.rotateKey, named),
			delete: recorded('datasource.delete', datasources.delete, named),
		},
		secrets: {
			check: secrets.check,
			getAll: secrets.getAll,
			create: recorded('secret.create', secrets.create, secret, issued),
			rotate: recorded('secret.rotate', secrets.rotate, secret, issued),
			restore: recorded('secret.restore', secrets.restore, secret, issued),
			setState: async (name, state) =>
				await recorded(`secret.${verbOf(state)}`, secrets.setState, secret, issued)(name, state),
			delete: recorded('secret.delete', secrets.delete, secret, issued),
		},
		signingKeys: {
			checkNew: signingKeys.checkNew,
			checkRotation: signingKeys.checkRotation,
			publicKey: signingKeys.publicKey,
			getAll: signingKeys.getAll,
			create: recorded(
				'signingKey.create',
				signingKeys.create,
				({ username }) => named(username),
				issued,
			),
			rotate: recorded('signingKey.rotate', signingKeys.rotate, credential),
			retire: recorded('signingKey.retire', signingKeys.retire, credential),
			setState: async (id, state) =>
				await recorded(`signingKey.${verbOf(state)}`, signingKeys.setState, credential)(id, state),
			revoke: recorded('signingKey.revoke', signingKeys.revoke, credential),
			delete: recorded('signingKey.delete', signingKeys.delete, credential),
		},
		links: {
			check: links.check,
			getAll: links.getAll,
			revoke: recorded('link.revoke', links.revoke, credential),
			reveal: recorded('link.reveal', links.reveal, ({ target }) => named(target), linked),
			enterSecret: recorded('link.enterSecret', links.enterSecret, (i) => secret(i.secret), linked),
			enterSigningKey: recorded(
				'link.enterSigningKey',
				links.enterSigningKey,
				({ terms }) => named(terms.name),
				linked,
			),
			enterSigningValue: recorded(
				'link.enterSigningValue',
				links.enterSigningValue,
				({ credentialId }) => named(credentialId),
				linked,
			),
			enterPassword: recorded(
				'link.enterPassword',
				links.enterPassword,
				({ username }) => named(username),
				linked,
			),
		},
	};
}

function verbOf(state: 'enabled' | 'disabled'): string {
	return state === 'enabled' ? 'enable' : 'disable';
}
