import type { IExecuteFunctions } from 'n8n-workflow';
import { mayGo } from '../http/destination';
import { isFieldValue } from '../http/header-field';
import { firstPage } from '../http/paging';
import type { Hop } from '../http/redirect';
import { escapeReferences, firstReference } from '../secrets/reference';
import { describeDestination } from '../secrets/refusal';
import { checkDestination, resolveHeaders } from '../secrets/resolve';
import type { SecretKeys } from '../secrets/secret-keys';
import type { Options } from './api-request-options';
import { asText, type Pair, type Parameters, readParameters } from './api-request-parameters';
import { writtenText } from './outgoing-author-text';
import { buildBody, type Content } from './outgoing-body';
import { evaluateHeaders, type Headers } from './outgoing-headers';
import { parseProxy, type Proxy } from './outgoing-proxy';
import { type Texts, textsOf } from './outgoing-texts';
import { recordRefusal, type Refused, refuseReference } from './record-secret-uses';

/** A request that may be sent: its first hop, and what is to happen to it. */
export interface OutgoingRequest extends Omit<Options, 'places' | 'proxy'> {
	readonly hop: Hop;
	/** The builder's query parameters, secrets filled in. */
	readonly query: readonly (readonly [name: string, value: string])[];
	/** The secret keys that it refers to. */
	readonly used: readonly string[];
	/** Those of them that stand in query and body alone, filled in already. */
	readonly filled: readonly string[];
	readonly proxy: Proxy | undefined;
}

const refuse = (message: string, description: string): Refused => ({
	refusal: { message, description },
});

function fillQuery(
	pairs: readonly Pair[],
	{ plain, filled }: Texts,
): readonly (readonly [string, string])[] | Refused {
	const query: [string, string][] = [];
	for (const pair of pairs) {
		const name = plain(pair.name, 'query');
		if ('refusal' in name) return name;
		const filledIn = filled(pair.value, 'query');
		if ('refusal' in filledIn) return filledIn;
		query.push([asText(name.value), asText(filledIn.value)]);
	}
	return query;
}

/** Adds a query and encodes what could be taken for a reference: here it is data. */
function withQuery(base: URL, query: readonly (readonly [string, string])[]): URL {
	const added = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
	const search = [base.search.slice(1), String(added).replaceAll('+', '%20')];
	const url = new URL(base);
	url.search = search
		.filter((part) => part !== '')
		.join('&')
		.replaceAll('{', '%7B');
	url.hash = '';
	return url;
}

function withContentType(
	headers: Headers,
	{ contentType }: Content,
	kind: Parameters['body']['kind'],
): { readonly headers: Headers } | Refused {
	if (contentType === undefined) return { headers };
	const given = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
	if (!given) {
		// It may come from an item: nothing in it is a reference.
		return isFieldValue(contentType)
			? { headers: { ...headers, 'Content-Type': escapeReferences(contentType) } }
			: refuse(
					'The content type has a character that a header cannot carry.',
					'Line breaks and characters beyond Latin-1 cannot be sent in a header.',
				);
	}
	return kind === 'multipart'
		? refuse(
				'Header "Content-Type" cannot be set for a multipart form.',
				'Take the header out: it has to name the boundary between the parts, which is made for each request.',
			)
		: { headers };
}

async function judgeRequest(
	context: IExecuteFunctions,
	index: number,
	keys: SecretKeys,
	parameters: Parameters,
): Promise<OutgoingRequest | Refused> {
	const { method, options } = parameters;
	const inUrl = firstReference(writtenText(parameters.storedUrl));
	if (inUrl !== undefined) {
		return refuseReference({ kind: 'unresolved', reason: 'reference-in-url', name: inUrl }, keys);
	}
	if (method === undefined) return refuse('The method is unknown.', 'Choose one from the list.');

	const texts = textsOf(context, index, keys, options.places);
	const query = fillQuery(parameters.query, texts);
	if ('refusal' in query) return query;
	const content = await buildBody(context, index, parameters.body, texts);
	if ('refusal' in content) return content;
	const evaluated = evaluateHeaders(context, index, parameters.headers, keys);
	if ('refusal' in evaluated) return evaluated;

	const address = asText(parameters.url).trim();
	const resolved = resolveHeaders(evaluated.headers, keys, address);
	const unresolved =
		resolved.kind === 'unresolved' ? resolved : checkDestination(texts.used, address, keys);
	if (unresolved !== undefined) return refuseReference(unresolved, keys);
	const base = mayGo(address, keys.allowedDomains);
	if (base.kind === 'refused') {
		const { owner, allowedDomains: domains } = keys;
		return { refusal: describeDestination('The request', base, { owner, domains }) };
	}
	const typed = withContentType(evaluated.headers, content, parameters.body.kind);
	if ('refusal' in typed) return typed;

	const inHeaders = resolved.kind === 'resolved' ? resolved.used : [];
	const filled = [...texts.used.keys()].filter((name) => !inHeaders.includes(name));
	const used = [...inHeaders, ...filled];
	const proxy = parseProxy(options.proxy, base.url, used);
	if (proxy !== undefined && 'refusal' in proxy) return proxy;

	const url = firstPage(withQuery(base.url, query), options.paging?.next);
	const { headers } = typed;
	const hop = { method, url, headers, body: content.body };
	return { ...options, hop, query, used, filled, proxy };
}

/**
 * Builds an item's request and judges it: references only where they count and in the author's own
 * text, all of them resolvable, the destination allowed. Nothing is sent; the audit notes a key that
 * may not be. PF-25 to PF-30.
 */
export async function buildRequest(
	context: IExecuteFunctions,
	index: number,
	keys: SecretKeys,
): Promise<OutgoingRequest | Refused> {
	const parameters = readParameters(context, index);
	const judged = await judgeRequest(context, index, keys, parameters);
	if ('refusal' in judged && judged.use !== undefined) {
		await recordRefusal(keys, judged.use, asText(parameters.url).trim());
	}
	return judged;
}
