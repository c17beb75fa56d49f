import type { Authenticated } from '../authentication/scheme';
import type { Caller } from '../authorization/caller';
import { type ActingHindrance, mayActAs } from '../authorization/may-act-as';
import { type Hindrance, mayCall, type Policy } from '../authorization/may-call';
import type { Address } from '../http/cidr';
import type { LimitedUser } from '../limits/call-limits';
import type { Access, UserAccess } from '../store/access';
import type { Users } from '../store/users';

export interface ActingDeps {
	readonly users: Pick<Users, 'find'>;
	readonly access: Pick<Access, 'ofUser'>;
}

/** A call as another user: refused, or with that user's privileges and limits. */
export type Acting =
	| {
			readonly kind: 'refused';
			readonly reason: ActingHindrance | Hindrance;
			readonly caller: Caller;
	  }
	| {
			readonly kind: 'acting';
			readonly caller: Caller;
			readonly privileges: readonly string[];
			readonly user: LimitedUser;
	  };

function actorOf({ user, client }: Caller): NonNullable<Caller['actor']> {
	return user === undefined ? { type: 'client', id: client ?? '' } : { type: 'user', id: user };
}

/** Lets a caller who may make a call make it as the user of this name, whose groups then count. */
export async function actAs(
	deps: ActingDeps,
	real: { readonly identified: Authenticated; readonly access: UserAccess },
	name: string,
	{ policy, address }: { readonly policy: Policy; readonly address: Address | undefined },
): Promise<Acting> {
	const { caller, scopes, limits } = real.identified;
	const user = await deps.users.find(name);
	const access = user && (await deps.access.ofUser(user.id));
	const named = user && access && { enabled: user.enabled, access };
	const reason = mayActAs(real.access, named, policy.application);
	if (user === undefined || access === undefined) {
		return { kind: 'refused', reason: reason ?? 'impersonated-user-unknown', caller };
	}
	const acting: Caller = { ...caller, type: 'user', user: user.name, actor: actorOf(caller) };
	if (reason !== undefined) return { kind: 'refused', reason, caller: acting };
	const decision = mayCall({ user, scopes, limits, access, address }, policy);
	if (decision.kind === 'refused') return { ...decision, caller: acting };
	const { privileges } = decision;
	const limited = { id: user.id, limit: user.rateLimit };
	return { kind: 'acting', caller: acting, privileges, user: limited };
}
