/** Methods of the requests that we send. RFC 9110 section 9, RFC 5789. */
export const METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] as const;
export type Method = (typeof METHODS)[number];

/** What a hop of a request consists of, as far as a redirect changes it. */
export interface Hop {
	readonly method: Method;
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array | undefined;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const ABOUT_THE_BODY = /^content-/i;
// A caller's other headers were written for the first origin.
const FIT_FOR_ANY_ORIGIN = /^(?:accept|accept-language|content-type|user-agent)$/i;

/** The absolute target of a redirect, without fragment; undefined when the answer is none. */
export function redirectTarget(
	status: number,
	location: unknown,
	from: URL,
): URL | 'unusable' | undefined {
	if (!REDIRECTS.has(status) || typeof location !== 'string' || location === '') return undefined;
	const target = URL.parse(location, from.href);
	if (target === null) return 'unusable';
	target.hash = '';
	return target;
}

const keepHeaders = (
	headers: Readonly<Record<string, string>>,
	keep: (name: string) => boolean,
): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => keep(name)));

function becomesGet(status: number, method: Method): boolean {
	if (status === 303) return method !== 'GET' && method !== 'HEAD';
	return (status === 301 || status === 302) && method === 'POST';
}

/**
 * The next hop: 303 turns every method but HEAD into GET, 301 and 302 do so for POST, 307 and 308
 * change nothing. A body that goes takes its headers along, and another origin gets none of the
 * headers that could hold a credential. RFC 9110 section 15.4.
 */
export function nextHop(hop: Hop, status: number, target: URL): Hop {
	const headers =
		hop.url.origin === target.origin
			? hop.headers
			: keepHeaders(hop.headers, (name) => FIT_FOR_ANY_ORIGIN.test(name));
	if (!becomesGet(status, hop.method)) return { ...hop, url: target, headers };
	return {
		method: 'GET',
		url: target,
		headers: keepHeaders(headers, (name) => !ABOUT_THE_BODY.test(name)),
		body: undefined,
	};
}
