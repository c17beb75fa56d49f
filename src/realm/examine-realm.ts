import { type Clock, DAY_MILLISECONDS } from '../store/clock';
import { expiringKeys, expiringSecrets, type NamedKeys, overdueKeys } from '../store/expiring-keys';
import { realmKeysOf } from '../store/realms';
import type { Store } from '../store/store';
import { bad, type Check, checkClock, ok, warn } from './check';
import { checkWraps } from './check-wraps';
import { describeFinding, type Realm } from './realm';
import { newestWraps } from './realm-key';
import type { RealmLock } from './settings';

const DAYS_OF_NOTICE = 14;
const MOST_NAMES = 5;

export interface ExamineDeps {
	readonly realm: Realm;
	readonly store: Store;
	readonly clock: Clock;
	readonly lock: RealmLock;
	readonly auditAnchorFile: string | undefined;
}

async function checkAudit({ realm, auditAnchorFile }: ExamineDeps): Promise<readonly Check[]> {
	const findings = await realm.audit.verifyHeads();
	const anchor = findings.filter(({ place }) => place === 'anchor');
	const heads = findings.filter(({ place }) => place !== 'anchor');
	const checks = [
		...heads.map((finding) => bad('audit', `${describeFinding(finding)} Run audit verify.`)),
		...anchor.map((finding) => bad('anchor', describeFinding(finding))),
	];
	if (heads.length === 0) {
		checks.push(ok('audit', 'The heads of the audit log hold; audit verify looks at every entry.'));
	}
	if (auditAnchorFile === undefined) {
		checks.push(
			warn(
				'anchor',
				'INCOMING_API_AUDIT_ANCHOR is not set: an end of the audit log that is cut off goes unnoticed.',
			),
		);
	} else if (anchor.length === 0) checks.push(ok('anchor', `${auditAnchorFile} guards the log.`));
	return checks;
}

const listed = ({ count, names }: NamedKeys): string =>
	names.join(', ') + (count > names.length ? ` and ${String(count - names.length)} more` : '');

async function checkKeys({ realm, store, clock }: ExamineDeps): Promise<readonly Check[]> {
	const after = clock.now();
	const period = { after, until: after + DAYS_OF_NOTICE * DAY_MILLISECONDS };
	const days = String(DAYS_OF_NOTICE);
	const keys = await expiringKeys(store, realm.id, period, MOST_NAMES);
	const secrets = await expiringSecrets(store, realm.id, period, MOST_NAMES);
	const found = [
		...(keys.count === 0
			? []
			: [`Keys that expire within ${days} days: ${listed(keys)}. Rotate or replace them.`]),
		...(secrets.count === 0
			? []
			: [
					`Secret keys that expire within ${days} days: ${listed(secrets)}. Replace them at their systems, and rotate them here.`,
				]),
	];
	if (found.length === 0) return [ok('keys', `No key expires within ${days} days.`)];
	return found.map((sentence) => warn('keys', sentence));
}

/** `undefined` where none is overdue. */
async function checkRotation({ realm, store, clock }: ExamineDeps): Promise<Check | undefined> {
	const overdue = await overdueKeys(store, realm.id, clock.now(), MOST_NAMES);
	if (overdue.count === 0) return undefined;
	return warn(
		'rotation',
		`Key pairs past their rotation date: ${listed(overdue)}. Rotate them, with a grace period for their callers.`,
	);
}

/** Looks at an open realm. Changes nothing. */
export async function examineRealm(deps: ExamineDeps): Promise<readonly Check[]> {
	const { realm, store, clock, lock } = deps;
	const rotation = await checkRotation(deps);
	return [
		checkClock(clock.now(), await store.time()),
		...checkWraps(newestWraps(await realmKeysOf(store, realm.id)), lock),
		...(await checkAudit(deps)),
		...(await checkKeys(deps)),
		...(rotation === undefined ? [] : [rotation]),
	];
}
