import type { NamedSecret } from '../secrets/find-secrets';
import { type Redaction, redactionOf } from '../secrets/redaction';
import type { SecretKeys } from '../secrets/secret-keys';
import type { Answer } from './outgoing-answer';
import type { Failure } from './outgoing-failure';

/** The longest body that is searched for secrets, in bytes: 16 MiB. */
export const MOST_REDACTED_BYTES = 16 * 1024 * 1024;

/** What takes the secrets that a request used out of its answers; `off` when the builder says so. */
export function redactionFor(
	used: readonly string[],
	{ keys }: SecretKeys,
	redact: 'on' | 'off',
	more: readonly NamedSecret[] = [],
): Redaction {
	const sent = used.map((name) => keys.get(name)).filter((key) => key?.state === 'enabled');
	return redactionOf(redact === 'on' ? [...sent, ...more] : []);
}

/** Why an answer cannot be shown: it is too long to be searched for the secrets that were sent. */
export function refuseUnsearchable({ body }: Answer, origin: string): Failure | undefined {
	if (body.length <= MOST_REDACTED_BYTES) return undefined;
	return {
		kind: 'failure',
		message: `${origin} answered with more than 16 MiB, which is too long to be searched for secrets.`,
		description:
			'Ask for less at once, or switch off the option "Redact Secrets" if the answer cannot repeat a secret.',
	};
}

/** A failure without secrets: a redirect, for example, may name one in its host. */
export const redactFailure = (failure: Failure, { text }: Redaction): Failure => ({
	...failure,
	message: text(failure.message),
	description: text(failure.description),
});
