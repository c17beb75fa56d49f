import type { LogIn } from '../ports';
import type { OAuthReason } from '../refusal';

/** Why somebody is not logged in, and when it is worth trying again. */
export interface LogInRefused {
	readonly reason: OAuthReason;
	readonly retryAfterSeconds: number | undefined;
}

const BUSY_SECONDS = 5;

/** What the audit is to have of a failed attempt to log in. */
export function refusedLogIn(attempt: Exclude<LogIn, { kind: 'logged-in' }>): LogInRefused {
	switch (attempt.kind) {
		case 'refused':
			return { reason: attempt.reason, retryAfterSeconds: undefined };
		case 'throttled':
			return { reason: 'log-in-locked', retryAfterSeconds: attempt.retryAfterSeconds };
		case 'busy':
			return { reason: 'passwords-busy', retryAfterSeconds: BUSY_SECONDS };
	}
}
