import type { CredentialKind } from '../authentication/credential-kind';
import type { AnswerPlan } from '../answers/plan';
import type { Address, Cidr } from '../http/cidr';
import { isWithin } from '../http/cidr';
import type { OriginRule } from '../http/origin';
import type { TriggerLimit } from '../limits/call-limits';
import type { UserAccess } from '../store/access';
import { REALM_APPLICATION, REALM_PRIVILEGES } from '../store/privileges';
import { canonicalName } from '../store/canonical-name';
import type { CallRules } from '../validation/rules';

/** What a trigger demands of its callers. */
export interface Policy {
	readonly allowAnonymous: boolean;
	/** Kinds of credentials that count; any other is refused. */
	readonly acceptedCredentials: readonly CredentialKind[];
	/** Name of the application that the trigger belongs to. */
	readonly application: string;
	/** Names of privileges, all of which are needed (PF-12, PF-13). */
	readonly requiredPrivileges: readonly string[];
	/** Scopes that an access token must have, all of them; other credentials have none and need none. */
	readonly requiredScopes?: readonly string[];
	/** Whether a token may come bare in `OAuth-Authorization`, and a proxy's login in `Authorization`. */
	readonly oauthAuthorization?: boolean;
	/** Whether a caller with `Impersonate Users` may act as another user. */
	readonly impersonation?: boolean;
	/** Counted for this trigger alone; none when absent. */
	readonly rateLimits?: readonly TriggerLimit[];
	/** What the content of a call must be like; anything when absent. */
	readonly content?: CallRules | undefined;
	/** Origins of pages that may call and read the answer; none when absent (IB-17). */
	readonly allowedOrigins?: readonly OriginRule[];
	/** Present where `Rest-Method` counts, with the methods that the trigger takes (VE-28). */
	readonly methodOverride?: { readonly methods: readonly string[] } | undefined;
	/** Which answers are kept; none when absent. */
	readonly answers?: AnswerPlan | undefined;
	/** Ids of the signing keys that a message without a key id is tried against. */
	readonly signingKeys?: readonly string[];
}

/** The part of a policy that is about who a caller is. */
export type Demands = Pick<
	Policy,
	'allowAnonymous' | 'application' | 'requiredPrivileges' | 'requiredScopes'
>;

/** Where a credential works. `undefined` is everywhere, an empty list nowhere. */
export interface Limits {
	readonly addresses: readonly Cidr[] | undefined;
	/** Names of applications. */
	readonly applications: readonly string[] | undefined;
	/** Names of privileges: no others of the user count. All count when absent. */
	readonly privileges?: readonly string[];
}

/** What is known of a caller at the moment of a call. */
export interface CallerFacts {
	/** The user, or the client that calls for itself; absent for a call without a credential. */
	readonly user: { readonly name: string; readonly enabled: boolean } | undefined;
	/** What a token was granted; absent for a credential that is not limited to scopes. */
	readonly scopes?: readonly string[] | undefined;
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
	| 'privilege-missing'
	| 'scope-missing';

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

/** What of the effective privileges a credential may use (IB-15). */
function withinLimits(effective: readonly string[], { privileges }: Limits): readonly string[] {
	if (privileges === undefined) return effective;
	const keys = new Set(privileges.map(canonicalName));
	return effective.filter((name) => keys.has(canonicalName(name)));
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

function hasScopes({ scopes }: CallerFacts, { requiredScopes = [] }: Demands): boolean {
	return scopes === undefined || requiredScopes.every((scope) => scopes.includes(scope));
}

/**
 * Decides whether a caller may make a call, by values alone. Whoever may not is told nothing of the
 * reason (PF-1 to PF-3, PF-9, PF-11 to PF-15, NT-47, NT-61). Scopes come last: only whoever may do all the
 * rest hears of them (NT-43).
 */
export function mayCall(facts: CallerFacts, policy: Demands): Decision {
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
	const privileges = withinLimits(effectivePrivileges(access, policy.application), facts.limits);
	const missing = missingPrivileges(privileges, policy.requiredPrivileges);
	if (missing.length > 0) return refused('privilege-missing');
	return hasScopes(facts, policy) ? { kind: 'allowed', privileges } : refused('scope-missing');
}
