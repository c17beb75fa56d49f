import type { IExecuteFunctions } from 'n8n-workflow';
import { mayGo } from '../http/destination';
import type { Hop } from '../http/redirect';
import { findMisplaced } from '../secrets/misplaced';
import { describeDestination, describeUnresolved, type Refusal } from '../secrets/refusal';
import { resolveHeaders } from '../secrets/resolve';
import type { SecretKeys } from '../secrets/secret-keys';
import {
	asText,
	type Pair,
	type Parameters,
	type RawParameters,
	readParameters,
	readRawParameters,
} from './api-request-parameters';
import { writtenText } from './outgoing-author-text';
import { evaluateHeaders, type Headers } from './outgoing-headers';

/** A request that may be sent: its first hop, and what is to happen to it. */
export interface OutgoingRequest {
	readonly hop: Hop;
	/** The first secret key that its headers refer to. */
	readonly usesKey: string | undefined;
	readonly timeout: number | undefined;
	readonly statusErrors: Parameters['statusErrors'];
}

type Refused = { readonly refusal: Refusal };

const refuse = (message: string, description: string): Refused => ({
	refusal: { message, description },
});

function misplacedIn({ url, query, jsonBody }: RawParameters) {
	return findMisplaced({
		urls: [writtenText(url)],
		query: query.flatMap(({ name, value }) => [writtenText(name), writtenText(value)]),
		body: writtenText(jsonBody),
	});
}

/** Adds a query and encodes what could be taken for a reference: here it is data. */
function withQuery(base: URL, query: readonly Pair[]): URL {
	const added = new URLSearchParams(
		query.map(({ name, value }): [string, string] => [asText(name), asText(value)]),
	);
	const search = [base.search.slice(1), String(added).replaceAll('+', '%20')];
	const url = new URL(base);
	url.search = search
		.filter((part) => part !== '')
		.join('&')
		.replaceAll('{', '%7B');
	url.hash = '';
	return url;
}

function bodyOf({ method, jsonBody }: Parameters): { readonly body?: Uint8Array } | Refused {
	if (jsonBody === undefined || method === 'GET' || method === 'HEAD') return {};
	const text = typeof jsonBody === 'string' ? jsonBody : JSON.stringify(jsonBody);
	try {
		JSON.parse(text);
	} catch {
		// The parser's message quotes the text.
		return refuse(
			'JSON Body is not valid JSON.',
			'Correct the text, or build it by an expression.',
		);
	}
	return { body: Buffer.from(text) };
}

const withContentType = (headers: Headers): Headers =>
	Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
		? headers
		: { ...headers, 'Content-Type': 'application/json' };

/**
 * Builds an item's request and judges it: references only in headers and in the author's own text, all
 * of them resolvable, the destination allowed. No I/O, and no secret in the outcome. PF-25 to PF-30.
 */
export function buildRequest(
	context: IExecuteFunctions,
	index: number,
	keys: SecretKeys,
): OutgoingRequest | Refused {
	const raw = readRawParameters(context, index);
	const misplaced = misplacedIn(raw);
	if (misplaced !== undefined) return { refusal: describeUnresolved(misplaced, keys) };

	const parameters = readParameters(context, index);
	const { method, timeout, statusErrors } = parameters;
	if (method === undefined) return refuse('The method is unknown.', 'Choose one from the list.');
	const content = bodyOf(parameters);
	if ('refusal' in content) return content;
	const evaluated = evaluateHeaders(context, index, raw.headers, keys);
	if ('refusal' in evaluated) return evaluated;

	const address = asText(parameters.url).trim();
	const resolved = resolveHeaders(evaluated.headers, keys, address);
	if (resolved.kind === 'unresolved') return { refusal: describeUnresolved(resolved, keys) };
	const base = mayGo(address, keys.allowedDomains);
	if (base.kind === 'refused') {
		return { refusal: describeDestination('The request', base, keys.allowedDomains) };
	}

	const { body } = content;
	const headers = body === undefined ? evaluated.headers : withContentType(evaluated.headers);
	return {
		hop: { method, url: withQuery(base.url, parameters.query), headers, body },
		usesKey: resolved.used[0],
		timeout,
		statusErrors,
	};
}
