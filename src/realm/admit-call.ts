import { presentedKey } from '../answers/idempotency-key';
import type { AnswerPlan } from '../answers/plan';
import { requestBytes } from '../answers/request-bytes';
import type { RejectionReason } from '../authentication/scheme';
import type { HttpMessage } from '../http/message';
import { MANAGE_ACCESS } from '../store/privileges';
import { type Accepted, type Decided, refused, type Verdict } from './decide-call';
import { type CallContext, triggerName } from './decision-event';
import type { Once, RealmAnswers } from './realm-answers';

/**
 * The answer of an earlier call, for its caller or for one who manages access (PF-21). To anybody
 * else it is unknown, as one that never was.
 */
async function readAnswer(
	answers: RealmAnswers,
	accepted: Accepted,
	requestId: string,
	trigger: string,
): Promise<Verdict> {
	const { fields, owner } = accepted;
	const { credentialId, privileges } = accepted.caller;
	const found = owner === undefined ? undefined : await answers.find(requestId);
	if (found === undefined || found.trigger !== trigger) {
		return refused('answer-unknown', credentialId, fields);
	}
	if (found.owner !== owner && !privileges.includes(MANAGE_ACCESS)) {
		return refused('answer-of-another', credentialId, fields);
	}
	return { ...accepted, told: await found.tell() };
}

/** What a repeated request is known by, where the trigger wants to know and the caller says so. */
async function onceOf(
	message: HttpMessage,
	{ idempotency }: AnswerPlan,
): Promise<Once | RejectionReason | undefined> {
	if (idempotency === 'off') return undefined;
	const presented = presentedKey(message);
	switch (presented.kind) {
		case 'absent':
			return idempotency === 'required' ? 'idempotency-key-missing' : undefined;
		case 'malformed':
			return 'idempotency-key-malformed';
		case 'key': {
			const request = await requestBytes(message);
			return { label: 'idempotency', key: presented.key, request };
		}
	}
}

/** Starts to keep the answer of a call, or finds what there is of one like it. */
async function startKeeping(
	answers: RealmAnswers,
	accepted: Accepted,
	message: HttpMessage,
	plan: AnswerPlan,
	{ requestId, trigger }: { readonly requestId: string; readonly trigger: string },
): Promise<Verdict> {
	const { fields, owner } = accepted;
	const { credentialId } = accepted.caller;
	const once = await onceOf(message, plan);
	if (typeof once === 'string') return refused(once, credentialId, fields);
	if (once === undefined && !plan.isPolled) return accepted;
	// A trigger that is open to anybody keeps no answers: there is nobody to whom they belong.
	if (owner === undefined)
		throw new Error('An answer cannot be kept for a caller who is not known.');
	const started = await answers.start({ requestId, trigger, owner }, plan, once);
	switch (started.kind) {
		case 'started':
			return { ...accepted, isKept: true };
		case 'same-request':
			return { ...accepted, told: started.told };
		case 'other-request':
			return refused('idempotency-key-reused', credentialId, fields);
		case 'still-running':
			return refused('request-running', credentialId, fields);
	}
}

/** Decides of an accepted call whether it runs, or is told what an earlier call was answered. */
export async function admitCall(
	answers: RealmAnswers,
	decided: Decided,
	message: HttpMessage,
	plan: AnswerPlan | undefined,
	context: CallContext,
): Promise<Decided> {
	const { verdict } = decided;
	if (verdict.kind !== 'accepted') return decided;
	const trigger = triggerName(context);
	const { requestId, reads } = context;
	if (reads !== undefined) {
		return { ...decided, verdict: await readAnswer(answers, verdict, reads, trigger) };
	}
	if (plan === undefined) return decided;
	const run = { requestId, trigger };
	return { ...decided, verdict: await startKeeping(answers, verdict, message, plan, run) };
}
