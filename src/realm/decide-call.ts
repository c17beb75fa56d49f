import { challengeFields } from '../authentication/challenge';
import { impersonatedName } from '../authentication/impersonation';
import { identify, type IdentifyDeps } from '../authentication/identify';
import { type Presented, presentedCredential } from '../authentication/presented';
import {
	type Authenticated,
	problemOf,
	type RejectionReason,
	type SignAnswer,
} from '../authentication/scheme';
import { MOST_SIGNING_KEYS } from '../authentication/signature';
import type { KnownSigningKeys } from '../authentication/signature/known-signing-key';
import type { SignedBody } from '../authentication/signature/signed-message';
import { signatureHeadersOf } from '../authentication/signature/signing-scheme';
import { type Caller, ownerOf } from '../authorization/caller';
import { mayCall, type Policy } from '../authorization/may-call';
import { type Address, parseAddress } from '../http/cidr';
import { answerForPage, isAllowedPage, type Page, pageOf } from '../http/cors';
import type { HttpMessage } from '../http/message';
import { effectiveMethod } from '../http/method-override';
import type { ProblemKind, RequestError } from '../http/problem';
import type { FailedAttempts } from '../limits/failed-attempts';
import { type Access, NO_ACCESS, type UserAccess } from '../store/access';
import type { RateBuckets } from '../store/rate-buckets';
import type { Validation } from '../validation/validation';
import { actAs, type ActingDeps } from './act-as';
import type { ToldAnswer } from './realm-answers';
import { type Fields, retryAfterField, takeLimits } from './take-limits';

interface LetIn {
	readonly caller: Caller;
	readonly fields: Fields;
	/** Names of header fields that hold a credential for this trigger alone, in lower case. */
	readonly ownHeaders?: readonly string[];
	readonly signAnswer?: SignAnswer;
	/** Query and body with what validation adds, where the policy has rules for them. */
	readonly content?: Pick<HttpMessage, 'query' | 'body'>;
	/** Whose call it is, the same for every call of one caller; absent for an anonymous one. */
	readonly owner?: string | undefined;
	/** The realm waits for the answer of the run, which is to be given to it. */
	readonly isKept?: true;
	/** Nothing is to be run: the call is about an earlier one, and this is its answer. */
	readonly told?: ToldAnswer;
}

/** What became of a call. `problem` is the caller's side of a refusal, `reason` the operator's. */
export type Verdict =
	/** `fields` are header fields that belong into whatever the call is answered with. */
	| ({ readonly kind: 'accepted' } & LetIn)
	/** The same message was let in before: it is answered, and nothing is run. */
	| ({ readonly kind: 'repeated' } & LetIn)
	| {
			readonly kind: 'refused';
			readonly problem: ProblemKind;
			readonly reason: RejectionReason;
			readonly credentialId: string | undefined;
			readonly fields: Fields;
			/** What is wrong with the content, for the caller too. */
			readonly errors?: readonly RequestError[];
	  };

export type Accepted = Extract<Verdict, { kind: 'accepted' }>;

/** A verdict and who it was about, where that is known. */
export interface Decided {
	readonly verdict: Verdict;
	readonly caller: Caller | undefined;
	/** Which value of the credential was shown, where it has several. */
	readonly version?: number | undefined;
	/** What is to be run once only, where the call is a signed message. */
	readonly message?: SignedBody | undefined;
}

export interface DecisionDeps extends IdentifyDeps, Pick<ActingDeps, 'users'> {
	readonly access: Pick<Access, 'ofUser' | 'ofClient'>;
	readonly attempts: FailedAttempts;
	readonly buckets: RateBuckets;
	readonly validation: Pick<Validation, 'validate'>;
}

/** A refusal, with the caller's side of its reason. */
export function refused(
	reason: RejectionReason,
	credentialId: string | null | undefined,
	fields: Fields = {},
): Extract<Verdict, { kind: 'refused' }> {
	const problem = problemOf(reason);
	return { kind: 'refused', problem, reason, credentialId: credentialId ?? undefined, fields };
}

/** A call has what its user has, or the client where it calls for itself. */
async function accessOf(
	{ access }: DecisionDeps,
	{ userId, clientId }: Authenticated,
): Promise<UserAccess> {
	if (userId !== undefined) return await access.ofUser(userId);
	return clientId === undefined ? NO_ACCESS : await access.ofClient(clientId);
}

/**
 * Whether a page is kept out before its credential is looked at, so that pages elsewhere cannot use
 * up what the address of their visitor may get wrong. A domain key brings its own origins, and so
 * does what Inbenta's callers got for one.
 */
function isForeign(page: Page, presented: Presented, { allowedOrigins = [] }: Policy): boolean {
	if (isLetIn(page, allowedOrigins)) return false;
	if (presented.kind !== 'shown') return presented.kind === 'nothing';
	const { anchor, fields } = presented;
	return anchor !== 'x-domain-key' && !(anchor === 'authorization' && fields.has('x-inbenta-key'));
}

/** Whether it is no page that calls, or one that the trigger lists. */
function isLetIn(page: Page, allowedOrigins: Policy['allowedOrigins'] = []): boolean {
	return page.kind === 'none' || isAllowedPage(page, allowedOrigins);
}

/** What is wrong with the method that a call means (VE-28). */
function methodRefusal(
	message: HttpMessage,
	{ methodOverride }: Policy,
	credentialId: string | null,
): Verdict | undefined {
	if (methodOverride === undefined) return undefined;
	const effective = effectiveMethod(message);
	if (effective.kind === 'malformed') return refused('malformed-method-override', credentialId);
	const { methods } = methodOverride;
	if (methods.includes(effective.method)) return undefined;
	return refused('method-not-allowed', credentialId, { allow: methods.join(', ') });
}

/** The fields that a trigger's signing keys have their signatures in, by their names in lower case. */
async function ownHeadersOf(
	{ signingKeys }: { readonly signingKeys: KnownSigningKeys },
	{ acceptedCredentials, signingKeys: ids = [] }: Policy,
): Promise<readonly string[]> {
	if (!acceptedCredentials.includes('signature')) return [];
	const named = ids.slice(0, MOST_SIGNING_KEYS);
	const keys = await Promise.all(named.map((id) => signingKeys.findSigningKey(id)));
	return keys.flatMap((key) => (key === undefined ? [] : signatureHeadersOf(key.scheme)));
}

/**
 * Finds out who calls, whether the trigger's policy lets them in, whether limits do, and whether
 * what they send is as it must be: only who may call is told that. `trigger` names the trigger
 * within the realm.
 */
export async function decideCall(
	deps: DecisionDeps,
	message: HttpMessage,
	policy: Policy,
	trigger: string,
): Promise<Decided> {
	const page = pageOf(message);
	const { isOfPage, ...decided } = await decide(deps, message, page, policy, trigger);
	const { verdict } = decided;
	const mayRead = isOfPage === true || isAllowedPage(page, policy.allowedOrigins ?? []);
	if (!mayRead) return decided;
	const fields = { ...verdict.fields, ...answerForPage(page) };
	return { ...decided, verdict: { ...verdict, fields } };
}

interface IdentifiedCall {
	readonly identified: Authenticated;
	readonly presented: Presented;
	/** Header fields that hold a credential for this trigger alone. */
	readonly ownHeaders: readonly string[];
	readonly address: Address | undefined;
}

async function decide(
	deps: DecisionDeps,
	message: HttpMessage,
	page: Page,
	policy: Policy,
	trigger: string,
): Promise<Decided & Pick<Authenticated, 'isOfPage'>> {
	const { attempts } = deps;
	const address = message.address === undefined ? undefined : parseAddress(message.address);
	const ownHeaders = await ownHeadersOf(deps, policy);
	const presented = presentedCredential(message, policy, ownHeaders);
	const wait = presented.kind === 'nothing' ? undefined : attempts.retryAfter(address);
	if (wait !== undefined) {
		const verdict = refused('too-many-failed-attempts', undefined, retryAfterField(wait));
		return { verdict, caller: undefined };
	}

	if (isForeign(page, presented, policy)) {
		return { verdict: refused('origin-not-allowed', undefined), caller: undefined };
	}
	const identified = await identify(deps, presented, message, policy);
	if (identified.kind === 'rejection') {
		attempts.note(address);
		const { reason, credentialId, version } = identified;
		const fields = challengeFields(reason, presented, policy);
		return { verdict: refused(reason, credentialId, fields), caller: undefined, version };
	}
	const { isOfPage, caller, version } = identified;
	if (isOfPage !== true && !isLetIn(page, policy.allowedOrigins)) {
		return { verdict: refused('origin-not-allowed', caller.credentialId), caller, version };
	}
	const called = { identified, presented, ownHeaders, address };
	const decided = await decideIdentified(deps, called, message, policy, trigger);
	return { ...decided, version, ...(isOfPage && { isOfPage }) };
}

/** The same for a caller who is known. */
async function decideIdentified(
	deps: DecisionDeps,
	{ identified, presented, ownHeaders, address }: IdentifiedCall,
	message: HttpMessage,
	policy: Policy,
	trigger: string,
): Promise<Decided> {
	const refuse = (reason: RejectionReason, credentialId: string | null | undefined): Verdict =>
		refused(reason, credentialId, challengeFields(reason, presented, policy));
	const { user, userId, scopes, limits, rateLimits } = identified;
	const access = await accessOf(deps, identified);
	const decision = mayCall({ user, scopes, limits, access, address }, policy);
	if (decision.kind === 'refused') {
		const { caller } = identified;
		return { verdict: refuse(decision.reason, caller.credentialId), caller };
	}
	const named = impersonatedName(presented);
	const real = { ...identified, ...decision };
	const acting =
		named === undefined
			? undefined
			: await actAs(deps, { identified, access }, named, { policy, address });
	const { caller } = acting ?? real;
	if (acting?.kind === 'refused') {
		return { verdict: refuse(acting.reason, caller.credentialId), caller };
	}

	const wrongMethod = methodRefusal(message, policy, caller.credentialId);
	if (wrongMethod !== undefined) return { verdict: wrongMethod, caller };

	const users = [
		...(userId === undefined ? [] : [{ id: userId, limit: rateLimits.user }]),
		...(acting === undefined || acting.user.id === userId ? [] : [acting.user]),
	];
	const limited = {
		trigger,
		credentialId: identified.countedAs ?? caller.credentialId ?? undefined,
		users,
		address,
		keyLimit: rateLimits.key,
		perAddressLimit: rateLimits.perAddress,
	};
	const { refusedBy, fields } = await takeLimits(deps.buckets, limited, policy.rateLimits ?? []);
	if (refusedBy !== undefined) {
		return { verdict: refused(`${refusedBy}-limit`, caller.credentialId, fields), caller };
	}
	const allowed = { ...caller, privileges: (acting ?? real).privileges };
	const { signAnswer, message: signed } = identified;
	const owner = ownerOf(allowed, acting?.user.id ?? userId);
	const accepted: Verdict = {
		...{ kind: 'accepted', caller: allowed, fields, owner },
		...(ownHeaders.length > 0 && { ownHeaders }),
		...(signAnswer && { signAnswer }),
	};
	if (policy.content === undefined) {
		return { verdict: accepted, caller: allowed, message: signed };
	}
	const content = await deps.validation.validate(policy.content, message);
	if (content.kind === 'invalid') {
		const { flaw, errors } = content;
		const types = flaw === 'media-type-not-accepted' ? policy.content.mediaTypes : [];
		const shown = types.length === 0 ? fields : { ...fields, accept: types.join(', ') };
		return { verdict: { ...refused(flaw, caller.credentialId, shown), errors }, caller };
	}
	const { query, body } = content;
	return {
		verdict: { ...accepted, content: { query, body } },
		caller: allowed,
		message: signed,
	};
}
