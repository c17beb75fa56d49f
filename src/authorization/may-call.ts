import type { Address, Cidr } from '../http/cidr';
import { isWithin } from '../http/cidr';
import type { UserAccess } from '../store/access';
import { REALM_APPLICATION, REALM_PRIVILEGES } from '../store/privileges';
import { canonicalName } from '../store/canonical-name';

/** What a trigger demands of its callers. */
export interface Policy {
	readonly allowAnonymous: boolean;
	/** Name of the application that the trigger belongs to. */
	readonly application: string;
	/** Names of privileges, all of which are needed (PF-12, PF-13). */
	readonly requiredPrivileges: readonly string[];
}

/** Where a credential works. `undefined` is everywhere, an empty list nowhere. */
export interface Limits {
	readonly addresses: readonly Cidr[] | undefined;
	/** Names of applications. */
	readonly applications: readonly string[] | undefined;
}

/** What is known of a caller at the moment of a call. */
export interface CallerFacts {
	/** Absent for a call without a credential. */
	readonly user: { readonly name: string; readonly enabled: boolean } | undefined;
	readonly access: UserAccess;
	readonly limits: Limits;
	/** Where the call comes from; `undefined` where that is no IP address. */
	readonly address: Address | undefined;
}

export type Hindrance =
	| 'anonymous-not-allowed'
	| 'user-disabled'
	| 'not-in-application'
	| 'application-not-allowed'
	| 'address-not-allowed'
	| 'privilege-missing';

export type Decision =
	/** `privileges` are all that count in the trigger's application, in order. */
	| { readonly kind: 'allowed'; readonly privileges: readonly string[] }
	| { readonly kind: 'refused'; readonly reason: Hindrance };

const REALM_KEY = canonicalName(REALM_APPLICATION);
const REALM_PRIVILEGE_KEYS: ReadonlySet<string> = new Set(REALM_PRIVILEGES.map(canonicalName));

/**
 * The privileges that count in an application, in order: those of its own roles, and privileges
 * over the realm from roles of the application `Realm` alone (PF-11).
 */
export function effectivePrivileges(
	{ grants }: UserAccess,
	application: string,
): readonly string[] {
	const key = canonicalName(application);
	const counting = grants.filter((grant) =>
		REALM_PRIVILEGE_KEYS.has(canonicalName(grant.privilege))
			? grant.application === REALM_KEY
			: grant.application === key,
	);
	const spellings = new Map(
		counting.map(({ privilege }) => [canonicalName(privilege), privilege] as const),
	);
	return [...spellings.values()].sort();
}

/** What of the required is not among the effective privileges, as it was required. */
export function missingPrivileges(
	effective: readonly string[],
	required: readonly string[],
): readonly string[] {
	const keys = new Set(effective.map(canonicalName));
	return required.filter((name) => !keys.has(canonicalName(name)));
}

/** Whether one of the access groups of an application holds the user (PF-15). */
export function isMember({ applications }: UserAccess, application: string): boolean {
	return applications.includes(canonicalName(application));
}

function limitHindrance(
	{ limits, address }: CallerFacts,
	application: string,
): Hindrance | undefined {
	const key = canonicalName(application);
	if (limits.applications && !limits.applications.some((name) => canonicalName(name) === key)) {
		return 'application-not-allowed';
	}
	if (limits.addresses === undefined) return undefined;
	const isAllowed =
		address !== undefined && limits.addresses.some((range) => isWithin(address, range));
	return isAllowed ? undefined : 'address-not-allowed';
}

/**
 * Decides whether a caller may make a call, by values alone. Whoever may not is told nothing of the
 * reason (PF-1 to PF-3, PF-9, PF-11 to PF-15, NT-47, NT-61).
 */
export function mayCall(facts: CallerFacts, policy: Policy): Decision {
	const { user, access } = facts;
	const refused = (reason: Hindrance): Decision => ({ kind: 'refused', reason });
	if (user === undefined) {
		return policy.allowAnonymous
			? { kind: 'allowed', privileges: [] }
			: refused('anonymous-not-allowed');
	}
	if (!user.enabled) return refused('user-disabled');
	const limit = limitHindrance(facts, policy.application);
	if (limit) return refused(limit);
	if (!isMember(access, policy.application)) return refused('not-in-application');
	const privileges = effectivePrivileges(access, policy.application);
	const missing = missingPrivileges(privileges, policy.requiredPrivileges);
	return missing.length > 0 ? refused('privilege-missing') : { kind: 'allowed', privileges };
}
