import type { CountedRefusals, DecisionEvent, Origin } from '../audit/event';
import type { RejectionReason } from '../authentication/scheme';
import type { Caller } from '../authorization/caller';
import type { Instant } from '../store/clock';
import type { Count } from './counted-refusals';
import type { Decided } from './decide-call';

/** What the audit notes of a call beside what the message says. */
export interface CallContext {
	readonly requestId: string;
	/** Of the W3C trace context that the call brought, where it is valid. */
	readonly traceId?: string | undefined;
	readonly trigger: Origin;
	/** The request whose answer is asked for, where the call is about that. */
	readonly reads?: string | undefined;
}

/** Names a trigger within its realm. */
export function triggerName({ trigger }: CallContext): string {
	return `${trigger.workflow ?? ''}/${trigger.node ?? ''}`;
}

/** What the audit keeps of refusals that were only counted. */
export function countedEvent(count: Count, tenant: string): CountedRefusals {
	const reason: RejectionReason = 'too-many-failed-attempts';
	return { kind: 'decision', tenant, origin: {}, decision: 'refused', reason, ...count };
}

function actorText({ actor }: Partial<Pick<Caller, 'actor'>>): string | undefined {
	return actor && `${actor.type}:${actor.id}`;
}

/** What the audit keeps of a decision. */
export function decisionEvent(
	{ verdict, caller, version }: Decided,
	{
		requestId,
		traceId,
		trigger,
		reads,
		address,
	}: CallContext & { readonly address: string | undefined },
	tenant: string,
	time: Instant,
): DecisionEvent {
	const isRefused = verdict.kind === 'refused';
	return {
		kind: 'decision',
		time,
		tenant,
		requestId,
		traceId,
		origin: trigger,
		address,
		scheme: caller?.scheme,
		credentialId: isRefused ? verdict.credentialId : (caller?.credentialId ?? undefined),
		version,
		user: caller?.user,
		actor: actorText(caller ?? {}),
		client: caller?.client,
		answerOf: isRefused ? reads : (verdict.told?.requestId ?? reads),
		decision: verdict.kind,
		reason: isRefused ? verdict.reason : undefined,
	};
}
