import type { Answered } from '../answers';
import { sealForm } from '../form-state';
import { formTargets } from '../pages/form-targets';
import { type LogInMistake, logInPage } from '../pages/log-in';
import { pageAnswer } from '../pages/page-answer';
import type { LogIn, OAuthPorts } from '../ports';
import { type LogInRefused, refusedLogIn } from '../steps/log-in';
import type { Submitted } from './authorize-form';

const STATUSES = { refused: 401, notAdministrator: 403, locked: 429, busy: 503 } as const;

type Refusal = LogInMistake & Pick<LogInRefused, 'reason' | 'user'>;

/** What an attempt that failed is told, and what the audit is. */
export function refusalOf(attempt: Exclude<LogIn, { kind: 'logged-in' }>): Refusal {
	const kinds = { refused: 'refused', throttled: 'locked', busy: 'busy' } as const;
	return { kind: kinds[attempt.kind], ...refusedLogIn(attempt) };
}

/** Shows the page to log in once more, with what went wrong. */
export function logInAgain(
	{ received, state, client }: Submitted,
	{ reason, user, ...mistake }: Refusal,
	ports: OAuthPorts,
): Answered {
	const action = state.issuer + received.wire.path;
	const fields = sealForm(state, ports);
	const html = logInPage({ action, fields, client: client.name, mistake });
	const page = pageAnswer(html, STATUSES[mistake.kind], formTargets(state.redirectUri));
	const wait = mistake.retryAfterSeconds;
	const retry = wait === undefined ? {} : { 'retry-after': String(wait) };
	return {
		answer: { ...page, headers: { ...page.headers, ...retry } },
		notes: [
			{
				operation: 'authorization.logIn',
				decision: 'refused',
				reason,
				client: client.id,
				user,
			},
		],
	};
}
