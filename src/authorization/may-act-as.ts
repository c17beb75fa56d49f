import { canonicalName } from '../store/canonical-name';
import type { UserAccess } from '../store/access';
import { IMPERSONATE_USERS } from '../store/privileges';
import { effectivePrivileges, missingPrivileges } from './may-call';

export type ActingHindrance =
	| 'impersonation-not-allowed'
	| 'impersonation-upwards'
	| 'impersonated-user-unknown'
	| 'impersonated-user-disabled';

/** Whom a caller names to act as; absent where nobody has that name. */
export interface NamedUser {
	readonly enabled: boolean;
	readonly access: UserAccess;
}

/**
 * Decides whether a caller who may make a call may make it as another user: by `Impersonate Users`
 * over the realm, and never as one with a privilege that counts there and that the caller lacks
 * (VE-25, VE-26).
 */
export function mayActAs(
	caller: UserAccess,
	named: NamedUser | undefined,
	application: string,
): ActingHindrance | undefined {
	const own = effectivePrivileges(caller, application);
	const key = canonicalName(IMPERSONATE_USERS);
	if (!own.some((name) => canonicalName(name) === key)) return 'impersonation-not-allowed';
	if (named === undefined) return 'impersonated-user-unknown';
	if (!named.enabled) return 'impersonated-user-disabled';
	const beyond = missingPrivileges(own, effectivePrivileges(named.access, application));
	return beyond.length > 0 ? 'impersonation-upwards' : undefined;
}
