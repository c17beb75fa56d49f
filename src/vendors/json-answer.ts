import type { Unreachable, VendorAnswer } from './exchange';
import { failed, quoted, type VendorFailure } from './failure';

/** An answer that was read as a JSON object. */
export interface JsonAnswer {
	readonly status: number;
	readonly members: Readonly<Record<string, unknown>>;
	readonly headers: VendorAnswer['headers'];
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
		return value as Readonly<Record<string, unknown>>;
	} catch {
		return undefined; // what is no JSON is an expected answer of a system that is down
	}
}

export function membersOf({ body }: Pick<VendorAnswer, 'body'>) {
	return objectIn(body);
}

const looksLikeHtml = (body: string): boolean => /^\s*<(?:!doctype|html|head|body)/i.test(body);

/** Whose answer it is, where it was got, and the values that its words may not show. */
export interface Asked {
	readonly title: string;
	readonly url: string;
	readonly secrets: readonly string[];
}

/** What an answer says as plain text, such as that of a proxy, or of Interact where a method is unknown. */
export function plainWords({ headers, body, status }: VendorAnswer): string | undefined {
	return status >= 400 && headers['content-type']?.startsWith('text/plain') === true
		? body
		: undefined;
}

const saying = (words: unknown, secrets: readonly string[]): string => {
	const said = quoted(words, secrets);
	return said === undefined ? '' : `, saying "${said}"`;
};

/** A system that wants fewer log-ins, and when it wants the next one. RFC 9110 section 10.2.3. */
function limited(
	title: string,
	headers: VendorAnswer['headers'],
	words: unknown,
	secrets: readonly string[],
): VendorFailure {
	const seconds = /^\d{1,6}$/.exec(headers['retry-after']?.trim() ?? '')?.[0];
	const when = seconds === undefined ? 'later' : `in ${seconds} s`;
	return failed(`${title} wants fewer log-ins${saying(words, secrets)}: try again ${when}.`);
}

/** Reads an answer that has to be a JSON object, whatever its status is. */
export function readJson(
	answer: VendorAnswer | Unreachable,
	{ title, url, secrets }: Asked,
): JsonAnswer | VendorFailure {
	const { origin } = new URL(url);
	if ('why' in answer) return failed(`${title} at ${origin} cannot be reached: ${answer.why}.`);
	const { status, body, headers } = answer;
	const members = objectIn(body);
	if (members !== undefined) return { status, members, headers };
	if (status >= 300 && status < 400) {
		return failed(`${title} at ${origin} redirects to another address: enter that one instead.`);
	}
	const words = plainWords(answer);
	if (status === 429) return limited(title, headers, words, secrets);
	if (looksLikeHtml(body)) {
		return failed(
			`${title} at ${origin} answered ${String(status)} with a web page: check the address in the credential.`,
		);
	}
	return failed(
		`${title} at ${origin} answered ${String(status)} without the JSON that was expected${saying(words, secrets)}.`,
	);
}

/** Says that a log-in was refused, with what the system says about it. */
export function refusedLogIn(
	{ title, secrets }: Asked,
	{ status, headers }: JsonAnswer,
	words: unknown,
): VendorFailure {
	if (status === 429) return limited(title, headers, words, secrets);
	const answer =
		status === 200 ? 'refused the log-in' : `answered the log-in with ${String(status)}`;
	const check = status >= 500 ? '' : ': check key, secret and addresses in the credential';
	return failed(`${title} ${answer}${saying(words, secrets)}${check}.`);
}
