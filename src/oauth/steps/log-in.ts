import type { LogIn, OAuthPorts } from '../ports';
import { type OAuthReason, type Refused, refuse } from '../refusal';
import type { WithForm } from './read-form';

/** Why somebody is not logged in, and when it is worth trying again. */
export interface LogInRefused {
	readonly reason: OAuthReason;
	readonly retryAfterSeconds: number | undefined;
	/** Name of the user, where there is one. */
	readonly user: string | undefined;
}

const BUSY_SECONDS = 5;

/** What the audit is to have of a failed attempt to log in. */
export function refusedLogIn(attempt: Exclude<LogIn, { kind: 'logged-in' }>): LogInRefused {
	const { username: user } = attempt;
	switch (attempt.kind) {
		case 'refused':
			return { reason: attempt.reason, retryAfterSeconds: undefined, user };
		case 'throttled':
			return { reason: 'log-in-locked', retryAfterSeconds: attempt.retryAfterSeconds, user };
		case 'busy':
			return { reason: 'passwords-busy', retryAfterSeconds: BUSY_SECONDS, user };
	}
}

/** What a log-in that was let in says. */
type LoggedIn = Extract<LogIn, { kind: 'logged-in' }>;

/**
 * Logs in whom a form names as `username`, by `password` (RFC 6749 section 4.3.2). Whatever is wrong
 * with them is the same `invalid_grant` (NT-27).
 */
export async function logInByForm(
	{ form, request }: WithForm,
	{ logIn }: Pick<OAuthPorts, 'logIn'>,
): Promise<LoggedIn | Refused> {
	const username = form.get('username');
	const password = form.get('password');
	if (username === undefined || password === undefined) {
		return refuse('invalid_request', 'missing-parameter');
	}
	const attempt = await logIn({ username, password, address: request.address });
	if (attempt.kind === 'logged-in') return attempt;
	const { reason, retryAfterSeconds, user } = refusedLogIn(attempt);
	const detail = {
		user,
		...(retryAfterSeconds === undefined
			? {}
			: { headers: { 'retry-after': String(retryAfterSeconds) } }),
	};
	return reason === 'passwords-busy'
		? refuse('temporarily_unavailable', reason, detail)
		: refuse('invalid_grant', reason, detail);
}
