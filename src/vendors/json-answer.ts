import type { Unreachable, VendorAnswer } from './exchange';
import { failed, quoted, type VendorFailure } from './failure';

/** An answer that was read as a JSON object. */
export interface JsonAnswer {
	readonly status: number;
	readonly members: Readonly<Record<string, unknown>>;
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

/** Reads an answer that has to be a JSON object, whatever its status is. */
export function readJson(
	answer: VendorAnswer | Unreachable,
	{ title, url }: { readonly title: string; readonly url: string },
): JsonAnswer | VendorFailure {
	const { origin } = new URL(url);
	if ('why' in answer) return failed(`${title} at ${origin} cannot be reached: ${answer.why}.`);
	const { status, body } = answer;
	const members = objectIn(body);
	if (members !== undefined) return { status, members };
	if (status >= 300 && status < 400) {
		return failed(`${title} at ${origin} redirects to another address: enter that one instead.`);
	}
	if (looksLikeHtml(body)) {
		return failed(
			`${title} at ${origin} answered ${String(status)} with a web page: check the address in the credential.`,
		);
	}
	if (status === 429) return failed(`${title} at ${origin} wants fewer log-ins: try again later.`);
	return failed(
		`${title} at ${origin} answered ${String(status)} without the JSON that was expected.`,
	);
}

/** Says that a log-in was refused, with what the system says about it. */
export function refusedLogIn(
	title: string,
	status: number,
	words: unknown,
	secrets: readonly string[],
): VendorFailure {
	if (status === 429) return failed(`${title} wants fewer log-ins: try again later.`);
	const said = quoted(words, secrets);
	const answer =
		status === 200 ? 'refused the log-in' : `answered the log-in with ${String(status)}`;
	const check = status >= 500 ? '' : ' Check key, secret and addresses in the credential.';
	return failed(`${title} ${answer}${said === undefined ? '' : `, saying "${said}"`}.${check}`);
}
