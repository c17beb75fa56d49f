import type { Outcome } from '../administration/outcome';
import type { Origin } from '../audit/event';
import type { Policy } from '../authorization/may-call';
import type { RandomSource } from '../crypto/random';
import type { Sodium } from '../crypto/sodium';
import type { HttpMessage } from '../http/message';
import type { LogInPort } from '../oauth/ports';
import type { Clock } from '../store/clock';
import type { RealmRow } from '../store/schema';
import type { Store } from '../store/store';
import type { User } from '../store/users';
import type { Administration } from './administration';
import type { Verdict } from './decide-call';
import type { CallContext } from './decision-event';
import type { PublishedTriggers } from './callable-triggers';
import type { KnownClients } from './known-clients';
import type { KnownKeyPairs } from './known-key-pairs';
import type { RealmAnswers } from './realm-answers';
import type { AuthorizationServer } from './authorization-server';
import type { RealmAudit } from './realm-audit';
import type { RealmKeys } from './realm-keys';
import type { RecordedOperation } from './recorded-administration';
import type { SecretUse } from './secret-use-event';

export type { DescribedToken } from '../administration/access-tokens';
export type { DescribedApiKey, IssuedApiKey } from '../administration/api-keys';
export type {
	ClientUpdate,
	ClientWithSecret,
	DescribedClient,
	HandOverPack,
	RegisteredClient,
} from '../administration/clients';
export type { ActAs } from '../administration/client-reach';
export type { CreatedApplication } from '../administration/applications';
export type { DescribedDomainKey } from '../administration/domain-keys';
export type { DescribedDatasource, IssuedDatasource } from '../administration/datasources';
export type { DescribedSigningKey } from '../administration/describe-signing-key';
export type { DescribedSecret } from '../administration/describe-secret';
export type { RevealedValues } from '../administration/link-content';
export type { KeptLink, MadeLink } from '../administration/links';
export { type NamedKey, readPublicId } from '../administration/public-id';
export type { Outcome } from '../administration/outcome';
export type { UserWithAccess } from '../administration/user-access';
export type { AuditEntry } from '../audit/audit';
export type { Origin } from '../audit/event';
export { describeFinding, type Finding } from '../audit/findings';
export type { Pruned } from '../audit/retention';
export type { Verified } from '../audit/verify';
export type { SignAnswer } from '../authentication/scheme';
export { type CredentialKind, isCredentialKind } from '../authentication/credential-kind';
export type { Explanation } from '../authorization/explain';
export type { AnswerPlan } from '../answers/plan';
export type { Policy } from '../authorization/may-call';
export type { LimitScope, TriggerLimit } from '../limits/call-limits';
export type { Application } from '../store/applications';
export type { AuditFilter } from '../store/audit-entries';
export type { Consent } from '../store/consents';
export type { Group } from '../store/groups';
export type { RateLimit } from '../store/rate-buckets';
export type { Role } from '../store/roles';
export type { User };
export type { DeclaredParameter, ParameterType } from '../validation/declared-parameters';
export type { CallRules } from '../validation/rules';
export type { Verdict } from './decide-call';
export { type CallContext, triggerName } from './decision-event';
export type { RunEnd, ToldAnswer } from './realm-answers';

/** An open realm. Its functions throw a `Fault` when the database is not there. */
export interface Realm {
	readonly id: string;
	readonly name: string;
	/**
	 * Decides whether the sender of a message may make this call, and as whom. The audit has the
	 * decision before this resolves.
	 */
	authenticate(message: HttpMessage, policy: Policy, context: CallContext): Promise<Verdict>;
	/** Answers that are kept for their callers. */
	readonly answers: RealmAnswers;
	/** What the operator may do: everything. */
	readonly administer: Administration;
	/** The same realm as a user may administer it who has `Manage Access` now (NT-81). */
	administeredBy(username: string): Promise<Outcome<Realm>>;
	/**
	 * Whether callers could meet a trigger's policy: its application and privileges are known, and its
	 * schemas can be used.
	 */
	checkPolicy(policy: Policy): Promise<Outcome<Policy>>;
	/** What its authorization server reads of clients. */
	readonly clients: Pick<KnownClients, 'findByClientId' | 'prove' | 'accessOf'>;
	/** What its authorization server reads of key pairs, which no trigger accepts. */
	readonly keyPairs: Pick<KnownKeyPairs, 'prove'>;
	/** The user whom another system knows by this id. */
	findPerson(personId: string): Promise<User | undefined>;
	/** Lets a user log in by a password. */
	readonly logIn: LogInPort;
	readonly authorizationServer: AuthorizationServer;
	/** The triggers that are published, of which callers of Inbenta are told. */
	readonly triggers: PublishedTriggers;
	readonly audit: RealmAudit;
	/** Writes into the audit what was done to the realm as a whole. */
	record(operation: RecordedOperation): Promise<void>;
	/**
	 * Writes into the audit that a secret key of a credential of n8n's, named as it says, is about to be
	 * sent or was refused to be.
	 */
	recordUse(use: SecretUse, credential: string): Promise<void>;
	/** The same realm for one who administers it from there: the audit names the place. */
	operatedBy(operator: Origin): Realm;
	count(): Promise<{ readonly users: number; readonly apiKeys: number }>;
	/** Writes what is in memory only, as far as it can be written now. */
	save(): Promise<void>;
	/** The same for the last time. Whoever opened the store closes it afterwards. */
	close(): Promise<void>;
}

export interface RealmParts {
	readonly sodium: Sodium;
	readonly random: RandomSource;
	readonly clock: Clock;
	readonly store: Store;
	readonly row: RealmRow;
	readonly keys: RealmKeys;
	readonly auditAnchorFile?: string | undefined;
	/** Is told in a sentence what an operator should see to. */
	readonly warn?: ((sentence: string) => void) | undefined;
}
