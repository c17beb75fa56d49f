import type { Demands, Policy } from '../authorization/may-call';
import { isScope } from '../http/challenge';
import type { Access } from '../store/access';
import type { Applications } from '../store/applications';
import { canonicalName } from '../store/canonical-name';
import type { Clock } from '../store/clock';
import { stateAt } from '../store/life-cycle';
import { REALM_APPLICATION } from '../store/privileges';
import type { SigningKeys } from '../store/signing-keys';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { checkPrivilege, isBuiltInPrivilege } from './privilege-name';
import { checkRateLimit } from './rate-limit';
import { unknownName, unknownSigningKey } from './sentences';

/** More would have to be tried one after the other, at every call. */
const MOST_SIGNING_KEYS = 10;

interface SignaturePorts {
	readonly signingKeys: Pick<SigningKeys, 'find'>;
	readonly clock: Clock;
}

interface PolicyPorts {
	readonly applications: Applications;
	readonly access: Access;
}

/**
 * Checks that callers could meet demands: the application is there, and each privilege is built in
 * or given by a role of the application. Names come in their own spelling.
 */
export async function checkDemands<Some extends Omit<Demands, 'allowAnonymous'>>(
	{ applications, access }: PolicyPorts,
	policy: Some,
): Promise<Outcome<Some>> {
	const application = await applications.find(policy.application);
	if (application === undefined) return unknownName('application', policy.application);
	if (canonicalName(application.name) === canonicalName(REALM_APPLICATION)) {
		return refused('The application "Realm" is for administration: choose another one.');
	}
	const known = new Set(await access.privilegesIn(canonicalName(application.name)));
	const requiredPrivileges: string[] = [];
	for (const text of policy.requiredPrivileges) {
		const name = checkPrivilege(text);
		if (name.kind === 'refused') return name;
		if (!isBuiltInPrivilege(name.value) && !known.has(canonicalName(name.value))) {
			return refused(
				`No role of the application ${quoted(application.name)} gives the privilege ${quoted(name.value)}: correct its name or put it into a role first.`,
			);
		}
		requiredPrivileges.push(name.value);
	}
	return done({ ...policy, application: application.name, requiredPrivileges });
}

/** Checks that a trigger which accepts signatures names a key that could have made one. */
async function checkSigningKeys(
	{ signingKeys, clock }: SignaturePorts,
	{ acceptedCredentials, signingKeys: ids = [] }: Policy,
): Promise<Outcome<undefined>> {
	if (!acceptedCredentials.includes('signature')) return done(undefined);
	if (ids.length === 0 || ids.length > MOST_SIGNING_KEYS) {
		return refused(
			`Accepted Credentials has Signature: name 1 to ${String(MOST_SIGNING_KEYS)} signing keys by their ids.`,
		);
	}
	const keys = await Promise.all(ids.map((id) => signingKeys.find(id)));
	const unknown = ids.find((_, index) => keys[index] === undefined);
	if (unknown !== undefined) return unknownSigningKey(unknown);
	const now = clock.now();
	return keys.some((key) => key && key.userEnabled && stateAt(key, now) === 'active')
		? done(undefined)
		: refused(
				'None of the signing keys works: enable one, or name one that is neither revoked nor expired.',
			);
}

/** Checks that a trigger with this policy could let somebody in, and that its limits are limits. */
export async function checkPolicy(
	ports: PolicyPorts & SignaturePorts,
	policy: Policy,
): Promise<Outcome<Policy>> {
	if (policy.acceptedCredentials.length === 0 && !policy.allowAnonymous) {
		return refused(
			'Nobody could call: choose at least one of Accepted Credentials, or allow anonymous calls.',
		);
	}
	const noScope = policy.requiredScopes?.find((scope) => !isScope(scope));
	if (noScope !== undefined) {
		return refused(
			`${quoted(noScope)} in Required Scopes is no scope: use letters without spaces, quotes and backslashes.`,
		);
	}
	const signing = await checkSigningKeys(ports, policy);
	if (signing.kind === 'refused') return signing;
	for (const limit of policy.rateLimits ?? []) {
		const checked = checkRateLimit(limit);
		if (checked.kind === 'refused') return checked;
	}
	return await checkDemands(ports, policy);
}
