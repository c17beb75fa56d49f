import type { DecisionEvent, Origin } from '../audit/event';
import type { Caller } from '../authorization/caller';
import type { Instant } from '../store/clock';
import type { Decided } from './decide-call';

/** What the audit notes of a call beside what the message says. */
export interface CallContext {
	readonly requestId: string;
	readonly trigger: Origin;
}

function actorText({ actor }: Partial<Pick<Caller, 'actor'>>): string | undefined {
	return actor && `${actor.type}:${actor.id}`;
}

/** What the audit keeps of a decision. */
export function decisionEvent(
	{ verdict, caller }: Decided,
	{ requestId, trigger, address }: CallContext & { readonly address: string | undefined },
	tenant: string,
	time: Instant,
): DecisionEvent {
	const isRefused = verdict.kind === 'refused';
	return {
		kind: 'decision',
		time,
		tenant,
		requestId,
		origin: trigger,
		address,
		scheme: caller?.scheme,
		credentialId: isRefused ? verdict.credentialId : (caller?.credentialId ?? undefined),
		user: caller?.user,
		actor: actorText(caller ?? {}),
		client: caller?.client,
		decision: verdict.kind,
		reason: isRefused ? verdict.reason : undefined,
	};
}
