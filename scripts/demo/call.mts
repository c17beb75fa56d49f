import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

const LIMIT_MS = 120_000;

/** What a caller of a webhook got. */
export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** The body as JSON, or undefined when it is none. */
	readonly json: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Calls an address with exactly these headers: an empty value is sent, a list is sent as several
 * header lines (fetch would drop the one and join the other).
 */
export async function call(
	url: string,
	headers: OutgoingHttpHeaders = {},
	json?: unknown,
): Promise<Answer> {
	const content = json === undefined ? undefined : JSON.stringify(json);
	const sent = request(url, {
		method: content === undefined ? 'GET' : 'POST',
		headers: content === undefined ? headers : { ...headers, 'content-type': 'application/json' },
		agent: false,
		signal: AbortSignal.timeout(LIMIT_MS),
	});
	sent.end(content);
	const [response] = await once(sent, 'response');
	const body = await text(response);
	return { status: response.statusCode, headers: response.headers, body, json: parse(body) };
}

/** Asks as a browser does before a page's call, and gives the origin that is allowed. */
export async function preflight(
	url: string,
	origin: string,
	method: string,
	header = 'x-api-key',
): Promise<{ readonly status: number; readonly allowed: string | undefined }> {
	const headers = {
		origin,
		'access-control-request-method': method,
		'access-control-request-headers': header,
	};
	const signal = AbortSignal.timeout(LIMIT_MS);
	const sent = request(url, { method: 'OPTIONS', headers, agent: false, signal });
	sent.end();
	const [response] = await once(sent, 'response');
	await text(response);
	return { status: response.statusCode, allowed: response.headers['access-control-allow-origin'] };
}

function parse(body: string): Answer['json'] {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}
