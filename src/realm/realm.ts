import { type Actor, checkActor, OPERATOR } from '../administration/actor';
import { type Outcome, done, refused } from '../administration/outcome';
import { checkPolicy } from '../administration/policy';
import { unknownName } from '../administration/sentences';
import type { Origin } from '../audit/event';
import type { Policy } from '../authorization/may-call';
import type { RandomSource } from '../crypto/random';
import type { Sodium } from '../crypto/sodium';
import type { HttpMessage } from '../http/message';
import { failedAttempts } from '../limits/failed-attempts';
import { localBuckets } from '../limits/local-buckets';
import { signingVault } from '../secrets/signing-vault';
import type { Clock } from '../store/clock';
import { receivedMessagesOf } from '../store/received-messages';
import type { RealmRow } from '../store/schema';
import type { Store } from '../store/store';
import type { User } from '../store/users';
import { openValidation } from '../validation/validation';
import { type Administration, administrationBy, portsOf } from './administration';
import { admitCall } from './admit-call';
import { decideCall, type Verdict } from './decide-call';
import { type CallContext, countedEvent, decisionEvent, triggerName } from './decision-event';
import { type PublishedTriggers, publishedTriggers } from './callable-triggers';
import { countedRefusals } from './counted-refusals';
import { type KnownClients, knownClients } from './known-clients';
import { type KnownKeyPairs, knownKeyPairs } from './known-key-pairs';
import { knownSigningKeys } from './known-signing-keys';
import { lastUses } from './last-uses';
import { type RealmAnswers, realmAnswers } from './realm-answers';
import type { AuthorizationServer } from './authorization-server';
import { openAuthorizationServer } from './open-authorization-server';
import { type RealmAudit, realmAudit } from './realm-audit';
import { realmDigests, withPeppers } from './realm-digests';
import { type LogInWith, logIns } from './log-ins';
import type { RealmKeys } from './realm-keys';
import { recordedAdministration, type RecordedOperation } from './recorded-administration';
import { rememberForDecisions } from './remembered-records';
import { decisionRecorder } from './record-decision';
import { type SecretUse, secretUseEvent } from './secret-use-event';

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
export type { Outcome } from '../administration/outcome';
export type { UserWithAccess } from '../administration/user-access';
export type { AuditEntry } from '../audit/audit';
export type { Origin } from '../audit/event';
export { describeFinding, type Finding } from '../audit/findings';
export type { Pruned } from '../audit/retention';
export type { Verified } from '../audit/verify';
export { isAboutSignature, type SignAnswer } from '../authentication/scheme';
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
	readonly logIn: LogInWith;
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

/** Puts a realm together from its open store and its unwrapped key. */
export function composeRealm(parts: RealmParts): Realm {
	const { sodium, clock, store, row, keys: realmKeys } = parts;
	const ports = portsOf(store, row.id);
	const { users, keys, tokens, domainKeys, access, credentials } = ports;
	const digestsOf = realmDigests(sodium, realmKeys, row.id);
	const audit = realmAudit(parts);
	const uses = lastUses(credentials.saveLastUses);
	const vault = signingVault({ sodium, bytes: parts.random.bytes }, row.id, realmKeys);
	const records = {
		keys: withPeppers(keys, realmKeys),
		tokens: withPeppers(tokens, realmKeys),
		domainKeys: withPeppers(domainKeys, realmKeys),
		access,
		users,
		signingKeys: knownSigningKeys(ports.signingKeys, vault, realmKeys),
	};
	const remembered = rememberForDecisions(records, store, row.id, clock);
	const validation = openValidation();
	const buckets = store.rateBuckets(row.id) ?? localBuckets(clock);
	const logIn = logIns({ ...ports, sodium, keys: realmKeys, digestsOf, buckets });
	const { environment } = row;
	const clients = knownClients({
		...ports,
		keys: realmKeys,
		digestsOf,
		clock,
		environment,
		store,
		realmId: row.id,
	});
	const keyPairs = knownKeyPairs({
		...ports,
		keys: realmKeys,
		digestsOf,
		clock,
		environment,
		store,
		realmId: row.id,
	});
	const attempts = failedAttempts(clock);
	const administerAt = async (origin: Origin, username: string | undefined) => {
		const operated = realmFor(origin, OPERATOR);
		if (username === undefined) return done(operated.administer);
		const owned = await operated.administeredBy(username);
		return owned.kind === 'refused' ? owned : done(owned.value.administer);
	};
	const server = openAuthorizationServer(
		{
			...{ parts, stored: ports, clients, keyPairs, digestsOf, attempts, logIn, buckets },
			administerAt,
			domainKeys: remembered.domainKeys,
			access: remembered.access,
		},
		audit.record,
	);
	const decisionDeps = {
		...remembered,
		digestsOf,
		clock,
		environment,
		tenant: row.id,
		attempts,
		buckets,
		signed: server.signed,
		validation,
	};
	const throttled = countedRefusals(clock, (count) => audit.record(countedEvent(count, row.id)));
	const answers = realmAnswers(parts);
	const recordDecision = decisionRecorder({
		...{ sodium, keys: realmKeys, clock, record: audit.record },
		messages: receivedMessagesOf(store),
	});
	const announce = (): Promise<void> => store.announce(row.id);

	const realmFor = (operator: Origin, actor: Actor): Realm => ({
		id: row.id,
		name: row.name,
		clients,
		keyPairs,
		answers,
		logIn,
		findPerson: users.findByPersonId,
		triggers: publishedTriggers(ports.triggers),
		authorizationServer: server.recordedBy(audit.recorderFor(operator, actor)),
		audit: audit.readerFor(operator, actor),
		record: audit.recorderFor(operator, actor),
		recordUse: (use, credential) =>
			audit.record(secretUseEvent(use, { credential }, row.id, clock.now())),
		operatedBy: (place) => realmFor(place, actor),
		async checkPolicy(policy) {
			const checked = await checkPolicy({ ...ports, clock }, policy);
			if (checked.kind === 'refused' || policy.content === undefined) return checked;
			const mistake = await validation.mistakeIn(policy.content);
			return mistake === undefined ? checked : refused(mistake);
		},
		administer: recordedAdministration(
			administrationBy(actor, parts, ports, digestsOf, server.links),
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
			const decided = await decideCall(decisionDeps, message, policy, triggerName(context));
			const before = decided.verdict;
			if (before.kind === 'refused' && before.reason === 'too-many-failed-attempts') {
				throttled.note(address);
				return before;
			}
			const admitted = await admitCall(answers, decided, message, policy.answers, context);
			const isKept = admitted.verdict.kind === 'accepted' && admitted.verdict.isKept === true;
			const forget = async (): Promise<void> => {
				if (isKept) await answers.forget(context.requestId);
			};
			const at = { ...context, address };
			const { verdict } = await recordDecision(admitted, (each) =>
				decisionEvent(each, at, row.id, clock.now()),
			).catch(async (error: unknown) => {
				await forget();
				throw error;
			});
			if (verdict.kind !== 'accepted') await forget();
			if (verdict.kind === 'accepted' && verdict.caller.credentialId !== null) {
				uses.note(verdict.caller.credentialId, { at: clock.now(), address });
			}
			return verdict;
		},
		async count() {
			const [userCount, keyCount] = await Promise.all([users.count(), keys.count()]);
			return { users: userCount, apiKeys: keyCount };
		},
		async save() {
			await throttled.save();
			await Promise.allSettled([uses.save(), clients.save(), keyPairs.save(), audit.save()]);
		},
		async close() {
			remembered.close();
			await validation.close();
			answers.close();
			await uses.close();
			await clients.close();
			await server.close();
			await keyPairs.close();
			await throttled.close();
			await audit.close();
		},
	});
	return realmFor({}, OPERATOR);
}
