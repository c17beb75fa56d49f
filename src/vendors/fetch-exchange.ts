import { whyUnreachable } from '../http/unreachable';
import type { Exchange } from './exchange';

const TIMEOUT_MILLISECONDS = 30_000;
/** No answer of a token endpoint is longer. */
const MOST_BYTES = 1_000_000;

/** The text of an answer, as far as it is of a size that can be meant. */
async function textOf({ body }: Response): Promise<string | undefined> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
		bytes += chunk.length;
		if (bytes > MOST_BYTES) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** Sends by Node's own `fetch`, and follows no redirect. */
export const fetchExchange: Exchange = async ({ method, url, headers, body }) => {
	try {
		const response = await fetch(url, {
			method,
			headers,
			...(body === undefined ? {} : { body }),
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
		});
		const text = await textOf(response);
		if (text === undefined) return { kind: 'unreachable', why: 'its answer is too long' };
		return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
	} catch (error) {
		return { kind: 'unreachable', why: whyUnreachable(error).why };
	}
};
