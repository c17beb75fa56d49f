import { type ApiKeyAdministration, apiKeyAdministration } from '../administration/api-keys';
import { type UserAdministration, userAdministration } from '../administration/users';
import { API_KEY_BRAND } from '../authentication/api-key';
import { identify } from '../authentication/identify';
import { problemOf, type RejectionReason } from '../authentication/scheme';
import type { Caller } from '../authorization/caller';
import { mayRun, type Policy } from '../authorization/may-run';
import { keyedDigests } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import type { HttpMessage } from '../http/message';
import type { ProblemKind } from '../http/problem';
import { apiKeysOf } from '../store/api-keys';
import type { Clock } from '../store/clock';
import type { RealmRow } from '../store/schema';
import type { Store } from '../store/store';
import { usersOf } from '../store/users';
import type { RealmKey } from './realm-key';

export type { DescribedApiKey, IssuedApiKey } from '../administration/api-keys';
export type { Outcome } from '../administration/outcome';
export type { User } from '../store/users';

/** What became of a call. `problem` is the caller's side of a refusal, `reason` the operator's. */
export type Verdict =
	| { readonly kind: 'accepted'; readonly caller: Caller }
	| {
			readonly kind: 'refused';
			readonly problem: ProblemKind;
			readonly reason: RejectionReason;
			readonly credentialId: string | undefined;
	  };

/** An open realm. Its functions throw a `Fault` when the database is not there. */
export interface Realm {
	readonly id: string;
	readonly name: string;
	/** Decides whether the sender of a message may make this call, and as whom. */
	authenticate(message: HttpMessage, policy: Policy): Promise<Verdict>;
	readonly administer: {
		readonly users: UserAdministration;
		readonly apiKeys: ApiKeyAdministration;
	};
	count(): Promise<{ readonly users: number; readonly apiKeys: number }>;
}

export interface RealmParts {
	readonly sodium: Sodium;
	readonly random: RandomSource;
	readonly clock: Clock;
	readonly store: Store;
	readonly row: RealmRow;
	readonly key: RealmKey;
}

/** Puts a realm together from its open store and its unwrapped key. */
export function composeRealm(parts: RealmParts): Realm {
	const { sodium, random, clock, store, row, key } = parts;
	const users = usersOf(store, row.id);
	const keys = apiKeysOf(store, row.id);
	const digests = keyedDigests(sodium, deriveSubkey(sodium, key.bytes, 'pepper'));
	const { environment } = row;
	const schemeDeps = { keys, digests, clock, environment, tenant: row.id };

	return {
		id: row.id,
		name: row.name,
		administer: {
			users: userAdministration({ users, clock, random }),
			apiKeys: apiKeyAdministration({
				keys,
				digests,
				clock,
				random,
				brand: API_KEY_BRAND,
				environment,
				pepperVersion: key.version,
			}),
		},
		async authenticate(message, policy) {
			const identified = await identify(schemeDeps, message);
			if (identified.kind === 'rejection') {
				const { reason, credentialId } = identified;
				return { kind: 'refused', problem: problemOf(reason), reason, credentialId };
			}
			const { caller } = identified;
			const decision = mayRun(caller, policy);
			if (decision.kind === 'allowed') return { kind: 'accepted', caller };
			return {
				kind: 'refused',
				problem: problemOf(decision.reason),
				reason: decision.reason,
				credentialId: caller.credentialId ?? undefined,
			};
		},
		async count() {
			const [userCount, keyCount] = await Promise.all([users.count(), keys.count()]);
			return { users: userCount, apiKeys: keyCount };
		},
	};
}
