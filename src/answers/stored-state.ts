import type { StoredAnswer } from '../store/stored-answers';
import type { Instant } from '../store/clock';

/** What there is to say of a run whose answer is kept. */
export type StoredState = 'running' | 'timed-out' | 'answered' | 'failed' | 'gone';

/** A run that ends after its deadline is still answered; one whose process died times out. */
export function stateAt(
	{ state, deadlineAt, expiresAt }: Pick<StoredAnswer, 'state' | 'deadlineAt' | 'expiresAt'>,
	now: Instant,
): StoredState {
	if (now >= expiresAt) return 'gone';
	return state === 'running' && now >= deadlineAt ? 'timed-out' : state;
}

export type Repetition = 'same-request' | 'still-running' | 'other-request';

/** What a request is beside one that showed the same key before it (NT-80). */
export function repetitionOf(first: StoredAnswer, fingerprint: string, now: Instant): Repetition {
	if (first.fingerprint !== fingerprint) return 'other-request';
	return stateAt(first, now) === 'running' ? 'still-running' : 'same-request';
}
