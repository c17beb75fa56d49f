import { REALM_APPLICATION, REALM_PRIVILEGES } from '../store/privileges';
import { canonicalName } from '../store/canonical-name';
import {
	type CallerFacts,
	effectivePrivileges,
	isMember,
	mayCall,
	missingPrivileges,
	type Demands,
} from './may-call';

/** Why a call would get through or not: for the admin, never for the caller. */
export interface Explanation {
	readonly allowed: boolean;
	/** In order of name, each as it was required. */
	readonly missingPrivileges: readonly string[];
	/** Everything that stands in the way, a sentence each; one sentence where nothing does. */
	readonly sentences: readonly string[];
}

function whyMissing({ access }: CallerFacts, privilege: string, application: string): string {
	const key = canonicalName(privilege);
	const isRealms = REALM_PRIVILEGES.some((name) => canonicalName(name) === key);
	const place = isRealms ? REALM_APPLICATION : application;
	const elsewhere = access.grants.some((grant) => canonicalName(grant.privilege) === key);
	return elsewhere
		? `only roles of other applications than ${place} grant it`
		: isRealms
			? `no role of the application ${place} in their groups grants it`
			: 'no role of their groups grants it';
}

/**
 * Explains the decision of `mayCall` from the same values. It names all that is wrong at once where
 * the decision stops at the first (PF-12, PF-14, PF-15).
 */
export function explain(facts: CallerFacts, policy: Demands): Explanation {
	const { user, access, limits } = facts;
	const { application } = policy;
	const decision = mayCall(facts, policy);
	const allowed = decision.kind === 'allowed';
	if (user === undefined) {
		const sentence = allowed
			? 'A call without a credential is allowed.'
			: 'A call without a credential is not allowed.';
		return { allowed, missingPrivileges: [], sentences: [sentence] };
	}
	const { name } = user;
	const missing = missingPrivileges(
		effectivePrivileges(access, application),
		policy.requiredPrivileges,
	).toSorted();
	const sentences = [
		...(user.enabled ? [] : [`${name} is disabled.`]),
		...(decision.kind === 'refused' && decision.reason === 'application-not-allowed'
			? [`The key works only in ${limits.applications?.join(', ') || 'no application'}.`]
			: []),
		...(decision.kind === 'refused' && decision.reason === 'address-not-allowed'
			? ['The address of the call is not among those of the key.']
			: []),
		...(isMember(access, application)
			? []
			: [`${name} is in no access group of the application ${application}.`]),
		...missing.map(
			(privilege) => `${name} lacks ${privilege}: ${whyMissing(facts, privilege, application)}.`,
		),
	];
	return {
		allowed,
		missingPrivileges: missing,
		sentences: allowed ? [`${name} may make this call in ${application}.`] : sentences,
	};
}
