import { checkActor, OPERATOR } from '../administration/actor';
import { type Outcome, done } from '../administration/outcome';
import { checkPolicy } from '../administration/policy';
import { unknownName } from '../administration/sentences';
import { identify } from '../authentication/identify';
import { problemOf, type RejectionReason } from '../authentication/scheme';
import type { Caller } from '../authorization/caller';
import { mayCall, type Policy } from '../authorization/may-call';
import { keyedDigests } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import { parseAddress } from '../http/cidr';
import type { HttpMessage } from '../http/message';
import type { ProblemKind } from '../http/problem';
import { NO_ACCESS } from '../store/access';
import type { Clock } from '../store/clock';
import type { RealmRow } from '../store/schema';
import type { Store } from '../store/store';
import { type Administration, administrationBy, portsOf } from './administration';
import { lastUses } from './last-uses';
import type { RealmKey } from './realm-key';

export type { DescribedApiKey, IssuedApiKey } from '../administration/api-keys';
export type { CreatedApplication } from '../administration/applications';
export type { Outcome } from '../administration/outcome';
export type { UserWithAccess } from '../administration/user-access';
export type { Explanation } from '../authorization/explain';
export type { Policy } from '../authorization/may-call';
export type { Application } from '../store/applications';
export type { Group } from '../store/groups';
export type { Role } from '../store/roles';
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
	/** What the operator may do: everything. */
	readonly administer: Administration;
	/** What a user may do who has `Manage Access` now (NT-81). */
	administerAs(username: string): Promise<Outcome<Administration>>;
	/** Whether callers could meet a trigger's policy: its application and privileges are known. */
	checkPolicy(policy: Policy): Promise<Outcome<Policy>>;
	count(): Promise<{ readonly users: number; readonly apiKeys: number }>;
	/** Saves what is in memory only. Whoever opened the store closes it afterwards. */
	close(): Promise<void>;
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
	const { sodium, clock, store, row, key } = parts;
	const ports = portsOf(store, row.id);
	const { users, keys, access, credentials } = ports;
	const digests = keyedDigests(sodium, deriveSubkey(sodium, key.bytes, 'pepper'));
	const { environment } = row;
	const schemeDeps = { keys, digests, clock, environment, tenant: row.id };
	const uses = lastUses(credentials.saveLastUses);

	return {
		id: row.id,
		name: row.name,
		administer: administrationBy(OPERATOR, parts, ports, digests),
		async administerAs(username) {
			const user = await users.find(username);
			if (user === undefined) return unknownName('user', username);
			const { grants } = await access.ofUser(user.id);
			const actor = checkActor(user, grants);
			if (actor.kind === 'refused') return actor;
			return done(administrationBy(actor.value, parts, ports, digests));
		},
		checkPolicy: (policy) => checkPolicy(ports, policy),
		async authenticate(message, policy) {
			const identified = await identify(schemeDeps, message);
			if (identified.kind === 'rejection') {
				const { reason, credentialId } = identified;
				return { kind: 'refused', problem: problemOf(reason), reason, credentialId };
			}
			const { caller, user, userId, limits } = identified;
			const credentialId = caller.credentialId ?? undefined;
			const facts = {
				user,
				limits,
				access: userId === undefined ? NO_ACCESS : await access.ofUser(userId),
				address: message.address === undefined ? undefined : parseAddress(message.address),
			};
			const decision = mayCall(facts, policy);
			if (decision.kind === 'refused') {
				const { reason } = decision;
				return { kind: 'refused', problem: problemOf(reason), reason, credentialId };
			}
			if (credentialId !== undefined) {
				uses.note(credentialId, { at: clock.now(), address: message.address });
			}
			return { kind: 'accepted', caller: { ...caller, privileges: decision.privileges } };
		},
		async count() {
			const [userCount, keyCount] = await Promise.all([users.count(), keys.count()]);
			return { users: userCount, apiKeys: keyCount };
		},
		close: () => uses.close(),
	};
}
