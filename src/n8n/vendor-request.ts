import type { IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { failed, type VendorFailure } from '../vendors/failure';
import type { Credentials, OutgoingCall } from '../vendors/vendor';

/** Options of either kind: HTTP Request still speaks those of the request library. */
export type RequestOptions = IHttpRequestOptions & {
	uri?: unknown;
	form?: unknown;
	json?: unknown;
};

const textOf = (part: unknown): string | undefined =>
	typeof part === 'string' || part instanceof URL ? String(part) : undefined;

function addressIn({ url, uri, baseURL, qs }: RequestOptions): URL | undefined {
	const address = URL.parse(textOf(url) ?? textOf(uri) ?? '', textOf(baseURL)) ?? undefined;
	if (address === undefined || typeof qs !== 'object' || qs === null) return address;
	for (const [name, value] of Object.entries(qs)) {
		for (const each of [value].flat()) address.searchParams.append(name, String(each));
	}
	return address;
}

/** The bytes that will be sent; what n8n writes itself, a form or a file, is not known here. */
function bodyIn({ body, form, headers = {} }: RequestOptions): Uint8Array | undefined {
	if (form !== undefined) return undefined;
	if (typeof body === 'string') return Buffer.from(body);
	if (body instanceof Uint8Array) return body;
	if (typeof body !== 'object' || body === null) return undefined;
	const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
	const isPlain = Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype;
	const isJson = type === undefined || String(type).includes('json');
	return isPlain && isJson ? Buffer.from(JSON.stringify(body)) : undefined;
}

/** The request that options mean. */
export function callOf(options: RequestOptions): OutgoingCall | VendorFailure {
	const url = addressIn(options);
	if (url === undefined) return failed('The URL is not absolute: enter it with https:// in front.');
	const fields = Object.entries(options.headers ?? {}).map(([name, value]) => [
		name.toLowerCase(),
		String(value),
	]);
	return {
		method: (options.method ?? 'GET').toUpperCase(),
		url,
		headers: Object.fromEntries(fields) as Record<string, string>,
		body: bodyIn(options),
	};
}

/** Options with what a system wants in them; fields of the same name give way. */
export function withCredentials(
	options: RequestOptions,
	call: OutgoingCall,
	{ method, url, headers }: Credentials,
): IHttpRequestOptions {
	const kept = Object.entries(options.headers ?? {}).filter(
		([name]) => !(name.toLowerCase() in headers),
	);
	const moved = url === undefined ? {} : movedTo(options, url);
	return {
		...options,
		...moved,
		method: (method ?? call.method) as IHttpRequestMethods,
		headers: { ...Object.fromEntries(kept), ...headers },
		// HTTP Request passes true, and n8n's default is true.
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

/** The query stands in the address already. */
function movedTo(options: RequestOptions, url: URL) {
	const address = 'uri' in options ? { uri: url.href } : { url: url.href };
	return { ...address, baseURL: undefined, qs: undefined };
}
