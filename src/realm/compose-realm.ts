import { type Actor, checkActor, OPERATOR } from '../administration/actor';
import { done, refused } from '../administration/outcome';
import { checkPolicy } from '../administration/policy';
import { unknownName } from '../administration/sentences';
import type { Origin } from '../audit/event';
import { failedAttempts } from '../limits/failed-attempts';
import { localBuckets } from '../limits/local-buckets';
import { signingVault } from '../secrets/signing-vault';
import { receivedMessagesOf } from '../store/received-messages';
import { openValidation } from '../validation/validation';
import { administrationBy, portsOf } from './administration';
import { authenticateCall } from './authenticate-call';
import { publishedTriggers } from './callable-triggers';
import { countedRefusals } from './counted-refusals';
import { countedEvent } from './decision-event';
import { knownClients } from './known-clients';
import { knownKeyPairs } from './known-key-pairs';
import { knownSigningKeys } from './known-signing-keys';
import { lastUses } from './last-uses';
import { logIns } from './log-ins';
import { openAuthorizationServer } from './open-authorization-server';
import type { Realm, RealmParts } from './realm';
import { realmAnswers } from './realm-answers';
import { realmAudit } from './realm-audit';
import { realmDigests, withPeppers } from './realm-digests';
import { decisionRecorder } from './record-decision';
import { recordedAdministration } from './recorded-administration';
import { rememberForDecisions } from './remembered-records';
import { secretUseEvent } from './secret-use-event';

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
	const throttled = countedRefusals(clock, (count) => audit.record(countedEvent(count, row.id)));
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
			throttled,
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
	const answers = realmAnswers(parts);
	const recordDecision = decisionRecorder({
		...{ sodium, keys: realmKeys, clock, record: audit.record, settle: audit.settle },
		messages: receivedMessagesOf(store),
	});
	const authenticate = authenticateCall({
		...{ decisionDeps, answers, throttled, recordDecision, uses, clock },
		tenant: row.id,
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
		authenticate,
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
			await answers.close();
			await uses.close();
			await clients.close();
			server.close();
			await keyPairs.close();
			await throttled.close();
			await audit.close();
		},
	});
	return realmFor({}, OPERATOR);
}
