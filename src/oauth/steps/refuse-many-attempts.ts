import type { OAuthPorts } from '../ports';
import { type Refused, refuse } from '../refusal';
import type { Received } from '../request';

/** Whoever has shown too much that was wrong has to wait before anything more is looked at. */
export function refuseManyAttempts<S extends Received>(
	state: S,
	{ attempts }: Pick<OAuthPorts, 'attempts'>,
): S | Refused {
	const wait = attempts.clientRetryAfter(state.request.address);
	if (wait === undefined) return state;
	return refuse('temporarily_unavailable', 'too-many-failed-attempts', {
		status: 429,
		headers: { 'retry-after': String(wait) },
	});
}
