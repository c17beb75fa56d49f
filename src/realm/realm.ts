import { type ApiKeyAdministration, apiKeyAdministration } from '../administration/api-keys';
import { type UserAdministration, userAdministration } from '../administration/users';
import { API_KEY_BRAND } from '../authentication/api-key';
import { identify } from '../authentication/identify';
import { problemOf, type RejectionReason } from '../authentication/scheme';
import type { Caller } from '../authorization/caller';
import { mayRun, type Policy } from '../authorization/may-run';
import { keyedDigests } from '../crypto/digest';
import type { Origin } from '../audit/event';
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
import { decisionEvent } from './decision-event';
import { type RealmAudit, realmAudit } from './realm-audit';
import type { RealmKey } from './realm-key';
import { recordedAdministration } from './recorded-administration';

export type { AuditEntry } from '../audit/audit';
export type { Origin } from '../audit/event';
export type { Pruned } from '../audit/retention';
export type { Verified } from '../audit/verify';
export { describeFinding, type Finding } from '../audit/findings';
export type { AuditFilter } from '../store/audit-entries';
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

/** A verdict, and who it is about where that is known. */
export interface Decided {
	readonly verdict: Verdict;
	readonly caller: Caller | undefined;
}

/** What the audit notes of a call beside what the message says. */
export interface CallContext {
	readonly requestId: string;
	readonly trigger: Origin;
	readonly address?: string | undefined;
}

/** An open realm. Its functions throw a `Fault` when the database is not there. */
export interface Realm {
	readonly id: string;
	readonly name: string;
	/**
	 * Decides whether the sender of a message may make this call, and as whom. The audit has the
	 * decision before this resolves.
	 */
	authenticate(message: HttpMessage, policy: Policy, context: CallContext): Promise<Verdict>;
	readonly administer: {
		readonly users: UserAdministration;
		readonly apiKeys: ApiKeyAdministration;
	};
	readonly audit: RealmAudit;
	/** The same realm for one who administers it from there: the audit names the place. */
	operatedBy(operator: Origin): Realm;
	count(): Promise<{ readonly users: number; readonly apiKeys: number }>;
	/** Writes what the audit still owes. The store stays open. */
	close(): Promise<void>;
}

export interface RealmParts {
	readonly sodium: Sodium;
	readonly random: RandomSource;
	readonly clock: Clock;
	readonly store: Store;
	readonly row: RealmRow;
	readonly key: RealmKey;
	readonly auditAnchorFile?: string | undefined;
}

/** Puts a realm together from its open store and its unwrapped key. */
export function composeRealm(parts: RealmParts): Realm {
	const { sodium, random, clock, store, row, key } = parts;
	const users = usersOf(store, row.id);
	const keys = apiKeysOf(store, row.id);
	const digests = keyedDigests(sodium, deriveSubkey(sodium, key.bytes, 'pepper'));
	const { environment } = row;
	const audit = realmAudit(parts);
	const schemeDeps = { keys, digests, clock, environment, tenant: row.id };

	const administration = {
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
	};
	const decide = async (message: HttpMessage, policy: Policy): Promise<Decided> => {
		const identified = await identify(schemeDeps, message);
		if (identified.kind === 'rejection') {
			const { reason, credentialId } = identified;
			const verdict = {
				kind: 'refused',
				problem: problemOf(reason),
				reason,
				credentialId,
			} as const;
			return { verdict, caller: undefined };
		}
		const { caller } = identified;
		const decision = mayRun(caller, policy);
		if (decision.kind === 'allowed') return { verdict: { kind: 'accepted', caller }, caller };
		const { reason } = decision;
		const credentialId = caller.credentialId ?? undefined;
		const verdict = { kind: 'refused', problem: problemOf(reason), reason, credentialId } as const;
		return { verdict, caller };
	};
	const realmFor = (operator: Origin): Realm => ({
		id: row.id,
		name: row.name,
		administer: recordedAdministration(administration, audit.recorderFor(operator)),
		audit: audit.readerFor(operator),
		operatedBy: realmFor,
		async authenticate(message, policy, context) {
			const decided = await decide(message, policy);
			await audit.record(decisionEvent(decided, context, row.id, clock.now()));
			return decided.verdict;
		},
		async count() {
			const [userCount, keyCount] = await Promise.all([users.count(), keys.count()]);
			return { users: userCount, apiKeys: keyCount };
		},
		close: audit.close,
	});
	return realmFor({});
}
