import type { ICredentialTestFunctions, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { whyUnreachable } from '../http/unreachable';
import type { Exchange, VendorAnswer } from '../vendors/exchange';
import { type Answer, decodeText, parseAnswer } from './outgoing-answer';

const TIMEOUT_MS = 30_000;
/** No answer of a token endpoint is longer. */
const MOST_BYTES = 1_000_000;

function readAnswer(value: unknown): VendorAnswer | undefined {
	const answer: Answer | undefined = parseAnswer(value);
	if (answer === undefined || answer.body.length > MOST_BYTES) return undefined;
	const headers = Object.entries(answer.headers).map(([name, field]) => [
		name.toLowerCase(),
		String(field),
	]);
	return {
		status: answer.statusCode,
		headers: Object.fromEntries(headers) as Record<string, string>,
		body: decodeText(answer),
	};
}

const UNUSABLE = { kind: 'unreachable', why: 'its answer cannot be used' } as const;

/** Sends by n8n's helper: with its proxy, its protection of inner networks and the allowed domains. */
export function exchangeOf({ helpers }: IHttpRequestHelper): Exchange {
	return async ({ method, url, headers, body }) => {
		try {
			const value: unknown = await helpers.httpRequest({
				method,
				url,
				headers: { ...headers },
				...(body === undefined ? {} : { body }),
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				encoding: 'arraybuffer',
				timeout: TIMEOUT_MS,
			});
			return readAnswer(value) ?? UNUSABLE;
		} catch (error) {
			return { kind: 'unreachable', why: whyUnreachable(error).why };
		}
	};
}

/** The same for the test of a credential, which has n8n's older helper alone. */
export function exchangeOfTest({ helpers }: Pick<ICredentialTestFunctions, 'helpers'>): Exchange {
	return async ({ method, url, headers, body }) => {
		try {
			const options: IDataObject = {
				method,
				uri: url,
				headers: { ...headers },
				...(body === undefined ? {} : { body }),
				resolveWithFullResponse: true,
				simple: false,
				followRedirect: false,
				followAllRedirects: false,
				encoding: null,
				timeout: TIMEOUT_MS,
			};
			const value: unknown = await helpers.request(options);
			return readAnswer(value) ?? UNUSABLE;
		} catch (error) {
			return { kind: 'unreachable', why: whyUnreachable(error).why };
		}
	};
}
