import type { ServerResponse } from 'node:http';

/** What n8n has put on the answer to a call with an `Origin` before a trigger sees the call. */
const OF_N8N = [
	'access-control-allow-origin',
	'access-control-allow-methods',
	'access-control-allow-credentials',
];

/**
 * Takes back what n8n allows pages by itself, which is any origin where it finds no list. Whether an
 * answer may be read depends on `Origin`, for every cache on the way.
 */
export function takeBackCors(response: ServerResponse): void {
	for (const name of OF_N8N) response.removeHeader(name);
	response.appendHeader('vary', 'Origin');
}
