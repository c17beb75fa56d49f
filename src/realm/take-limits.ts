import { rateLimitFields } from '../http/rate-limit-fields';
import {
	type LimitedCall,
	limitsOf,
	type LimitScope,
	statesOf,
	type TriggerLimit,
} from '../limits/call-limits';
import type { RateBuckets } from '../store/rate-buckets';

/** Header fields of an answer. */
export type Fields = Readonly<Record<string, string>>;

/** Whether limits let a call in, and what its answer says of them. */
export interface LimitDecision {
	readonly refusedBy: LimitScope | undefined;
	readonly fields: Fields;
}

export function retryAfterField(seconds: number): Fields {
	return { 'retry-after': String(seconds) };
}

/**
 * Takes a call from every limit that it falls under, in one step. Whoever calls anonymously is told
 * when to come again, and nothing of the limits themselves.
 */
export async function takeLimits(
	buckets: RateBuckets,
	call: LimitedCall,
	triggerLimits: readonly TriggerLimit[],
): Promise<LimitDecision> {
	const limits = limitsOf(call, triggerLimits);
	if (limits.length === 0) return { refusedBy: undefined, fields: {} };
	const taken = await buckets.take(limits.map(({ take }) => take));
	const states = statesOf(limits, taken);
	const refusing = taken.at(-1)?.allowed === true ? undefined : states.at(-1);
	const shown = states.map(({ per, calls, seconds, remaining }) => ({
		name: per,
		calls,
		seconds,
		remaining: remaining.calls,
		fullIn: remaining.fullIn,
	}));
	return {
		refusedBy: refusing?.per,
		fields: {
			...(call.credentialId === undefined ? {} : rateLimitFields(shown)),
			...(refusing && retryAfterField(refusing.remaining.retryAfter)),
		},
	};
}
