import type { ApiKeyAdministration } from '../administration/api-keys';
import type { Outcome } from '../administration/outcome';
import type { UserAdministration } from '../administration/users';

export interface Administration {
	readonly users: UserAdministration;
	readonly apiKeys: ApiKeyAdministration;
}

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

/**
 * The same administration, of which every change and every refused change is in the audit before
 * its outcome is known to anybody. Reading is not recorded.
 */
export function recordedAdministration(
	{ users, apiKeys }: Administration,
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
			const made = outcome.kind === 'done' ? madeOf(outcome.value) : {};
			await record({ operation, ...subjectOf(...input), ...made, decision: outcome.kind });
			return outcome;
		};

	return {
		users: {
			...users,
			create: recorded('user.create', users.create, ({ username }) => named(username)),
			update: recorded('user.update', users.update, named),
			setState: async (username, state) =>
				await recorded(`user.${verbOf(state)}`, users.setState, named)(username, state),
			delete: recorded('user.delete', users.delete, named),
		},
		apiKeys: {
			...apiKeys,
			generate: recorded(
				'apiKey.generate',
				apiKeys.generate,
				({ username }) => named(username),
				({ credentialId }) => ({ credentialId }),
			),
			setState: async (id, state) =>
				await recorded(`apiKey.${verbOf(state)}`, apiKeys.setState, credential)(id, state),
			revoke: recorded('apiKey.revoke', apiKeys.revoke, credential),
		},
	};
}

function verbOf(state: 'enabled' | 'disabled'): string {
	return state === 'enabled' ? 'enable' : 'disable';
}
