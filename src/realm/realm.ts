import { type Actor, checkActor, OPERATOR } from '../administration/actor';
import { type Outcome, done } from '../administration/outcome';
import { checkPolicy } from '../administration/policy';
import { unknownName } from '../administration/sentences';
import type { Origin } from '../audit/event';
import type { Policy } from '../authorization/may-call';
import { keyedDigests } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import type { HttpMessage } from '../http/message';
import type { Clock } from '../store/clock';
import type { RealmRow } from '../store/schema';
import type { Store } from '../store/store';
import { type Administration, administrationBy, portsOf } from './administration';
import { decideCall, type Verdict } from './decide-call';
import { type CallContext, decisionEvent } from './decision-event';
import { lastUses } from './last-uses';
import { type RealmAudit, realmAudit } from './realm-audit';
import type { RealmKey } from './realm-key';
import { recordedAdministration } from './recorded-administration';
import { rememberForDecisions } from './remembered-records';

export type { DescribedApiKey, IssuedApiKey } from '../administration/api-keys';
export type { CreatedApplication } from '../administration/applications';
export type { Outcome } from '../administration/outcome';
export type { UserWithAccess } from '../administration/user-access';
export type { AuditEntry } from '../audit/audit';
export type { Origin } from '../audit/event';
export { describeFinding, type Finding } from '../audit/findings';
export type { Pruned } from '../audit/retention';
export type { Verified } from '../audit/verify';
export type { Explanation } from '../authorization/explain';
export type { Policy } from '../authorization/may-call';
export type { Application } from '../store/applications';
export type { AuditFilter } from '../store/audit-entries';
export type { Group } from '../store/groups';
export type { Role } from '../store/roles';
export type { User } from '../store/users';
export type { Verdict } from './decide-call';
export type { CallContext } from './decision-event';

/** An open realm. Its functions throw a `Fault` when the database is not there. */
export interface Realm {
	readonly id: string;
	readonly name: string;
	/**
	 * Decides whether the sender of a message may make this call, and as whom. The audit has the
	 * decision before this resolves.
	 */
	authenticate(message: HttpMessage, policy: Policy, context: CallContext): Promise<Verdict>;
	/** What the operator may do: everything. */
	readonly administer: Administration;
	/** The same realm as a user may administer it who has `Manage Access` now (NT-81). */
	administeredBy(username: string): Promise<Outcome<Realm>>;
	/** Whether callers could meet a trigger's policy: its application and privileges are known. */
	checkPolicy(policy: Policy): Promise<Outcome<Policy>>;
	readonly audit: RealmAudit;
	/** The same realm for one who administers it from there: the audit names the place. */
	operatedBy(operator: Origin): Realm;
	count(): Promise<{ readonly users: number; readonly apiKeys: number }>;
	/** Writes what is in memory only. Whoever opened the store closes it afterwards. */
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
	const { sodium, clock, store, row, key } = parts;
	const ports = portsOf(store, row.id);
	const { users, keys, access, credentials } = ports;
	const digests = keyedDigests(sodium, deriveSubkey(sodium, key.bytes, 'pepper'));
	const audit = realmAudit(parts);
	const uses = lastUses(credentials.saveLastUses);
	const remembered = rememberForDecisions({ keys, access }, store, row.id, clock);
	const { environment } = row;
	const decisionDeps = { ...remembered, digests, clock, environment, tenant: row.id };
	const announce = (): Promise<void> => store.announce(row.id);

	const realmFor = (operator: Origin, actor: Actor): Realm => ({
		id: row.id,
		name: row.name,
		audit: audit.readerFor(operator, actor),
		operatedBy: (place) => realmFor(place, actor),
		checkPolicy: (policy) => checkPolicy(ports, policy),
		administer: recordedAdministration(
			administrationBy(actor, parts, ports, digests),
			announce,
			audit.recorderFor(operator, actor),
		),
		async administeredBy(username) {
			const user = await users.find(username);
			if (user === undefined) return unknownName('user', username);
			const { grants } = await access.ofUser(user.id);
			const checked = checkActor(user, grants);
			return checked.kind === 'refused' ? checked : done(realmFor(operator, checked.value));
		},
		async authenticate(message, policy, context) {
			const { address } = message;
			const decided = await decideCall(decisionDeps, message, policy);
			await audit.record(decisionEvent(decided, { ...context, address }, row.id, clock.now()));
			const { verdict } = decided;
			if (verdict.kind === 'accepted' && verdict.caller.credentialId !== null) {
				uses.note(verdict.caller.credentialId, { at: clock.now(), address });
			}
			return verdict;
		},
		async count() {
			const [userCount, keyCount] = await Promise.all([users.count(), keys.count()]);
			return { users: userCount, apiKeys: keyCount };
		},
		async close() {
			remembered.close();
			await uses.close();
			await audit.close();
		},
	});
	return realmFor({}, OPERATOR);
}
