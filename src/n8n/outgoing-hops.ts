import { mayGo } from '../http/destination';
import { type Hop, nextHop, redirectTarget } from '../http/redirect';
import { describeDestination } from '../secrets/refusal';
import type { SecretKeys } from '../secrets/secret-keys';
import type { Answer } from './outgoing-answer';
import type { Failure } from './outgoing-failure';
import type { OutgoingRequest } from './outgoing-request';

/** Sends one hop and follows nothing. */
export type Send = (hop: Hop) => Promise<Answer | Failure>;

export interface Answered {
	readonly kind: 'answered';
	readonly answer: Answer;
	/** Who answered in the end. */
	readonly url: URL;
}

const MOST_REDIRECTS = 5;

const failure = (message: string, description: string): Failure => ({
	kind: 'failure',
	message,
	description,
});

const WORDS = {
	redirect: { does: 'redirects to', what: 'The redirect', plural: 'redirects' },
	page: { does: 'has its next page at', what: 'The next page', plural: 'pages' },
} as const;

/**
 * Why a target that an API names is not gone to; undefined when it may be. With a secret it has to be
 * within the origin of the request, without one within the allowed domains.
 */
export function refuseTarget(
	{ hop, used: [usesKey] }: OutgoingRequest,
	target: URL,
	{ keys, holder, owner, allowedDomains: domains }: SecretKeys,
	as: keyof typeof WORDS,
): Failure | undefined {
	const { does, what, plural } = WORDS[as];
	if (usesKey !== undefined && target.origin !== hop.url.origin) {
		const isKey = keys.get(usesKey) !== undefined;
		const secret = isKey ? `secret key "${usesKey}"` : holder;
		const refused = failure(
			`${hop.url.origin} ${does} ${target.protocol}//${target.host}: ${secret} is not sent there.`,
			`A request with a secret only follows ${plural} within its origin. Call the other address directly if it may have the secret.`,
		);
		const use = { name: usesKey, reason: 'other-origin', destination: target.href } as const;
		return { ...refused, use };
	}
	const decision = mayGo(target, domains);
	if (decision.kind === 'allowed') return undefined;
	return { kind: 'failure', ...describeDestination(what, decision, { owner, domains }) };
}

/**
 * Sends a request and follows at most five redirects: within the origin once a secret is in the
 * request, otherwise within the allowed domains. Any other redirect is a failure that names its target.
 * RFC 9110 section 15.4.
 */
export async function followRedirects(
	request: OutgoingRequest,
	keys: SecretKeys,
	send: Send,
): Promise<Answered | Failure> {
	let { hop } = request;
	for (let redirects = 0; ; redirects += 1) {
		// One after the other: each answer says where the next hop goes.
		const answer = await send(hop);
		if ('kind' in answer) return answer;
		const { origin } = hop.url;
		const target =
			request.redirects === 'follow'
				? redirectTarget(answer.statusCode, answer.headers['location'], hop.url)
				: undefined;
		if (target === undefined) return { kind: 'answered', answer, url: hop.url };
		if (target === 'unusable') {
			return failure(`${origin} redirects to something that is no URL.`, 'Ask its operator.');
		}
		if (redirects === MOST_REDIRECTS) {
			return failure(
				`${origin} redirects more than ${MOST_REDIRECTS} times.`,
				'Call the final address directly.',
			);
		}
		const refused = refuseTarget(request, target, keys, 'redirect');
		if (refused !== undefined) return refused;
		hop = nextHop(hop, answer.statusCode, target);
	}
}
