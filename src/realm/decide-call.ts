import { type ApiKeyDeps } from '../authentication/api-key';
import { identify } from '../authentication/identify';
import { problemOf, type RejectionReason } from '../authentication/scheme';
import type { Caller } from '../authorization/caller';
import { mayCall, type Policy } from '../authorization/may-call';
import { parseAddress } from '../http/cidr';
import type { HttpMessage } from '../http/message';
import type { ProblemKind } from '../http/problem';
import { type Access, NO_ACCESS } from '../store/access';

/** What became of a call. `problem` is the caller's side of a refusal, `reason` the operator's. */
export type Verdict =
	| { readonly kind: 'accepted'; readonly caller: Caller }
	| {
			readonly kind: 'refused';
			readonly problem: ProblemKind;
			readonly reason: RejectionReason;
			readonly credentialId: string | undefined;
	  };

/** A verdict and who it was about, where that is known. */
export interface Decided {
	readonly verdict: Verdict;
	readonly caller: Caller | undefined;
}

export interface DecisionDeps extends ApiKeyDeps {
	readonly access: Pick<Access, 'ofUser'>;
}

const refused = (reason: RejectionReason, credentialId: string | undefined): Verdict => ({
	kind: 'refused',
	problem: problemOf(reason),
	reason,
	credentialId,
});

/** Finds out who calls and whether the trigger's policy lets them in. */
export async function decideCall(
	deps: DecisionDeps,
	message: HttpMessage,
	policy: Policy,
): Promise<Decided> {
	const identified = await identify(deps, message);
	if (identified.kind === 'rejection') {
		return { verdict: refused(identified.reason, identified.credentialId), caller: undefined };
	}
	const { caller, user, userId, limits } = identified;
	const facts = {
		user,
		limits,
		access: userId === undefined ? NO_ACCESS : await deps.access.ofUser(userId),
		address: message.address === undefined ? undefined : parseAddress(message.address),
	};
	const decision = mayCall(facts, policy);
	if (decision.kind === 'refused') {
		return { verdict: refused(decision.reason, caller.credentialId ?? undefined), caller };
	}
	const allowed = { ...caller, privileges: decision.privileges };
	return { verdict: { kind: 'accepted', caller: allowed }, caller: allowed };
}
