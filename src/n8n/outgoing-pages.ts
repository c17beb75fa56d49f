import { isLast, type Page, pageBehind } from '../http/paging';
import { nextHop } from '../http/redirect';
import type { SecretKeys } from '../secrets/secret-keys';
import type { Paging } from './api-request-options';
import { parseJson } from './outgoing-answer';
import type { Failure } from './outgoing-failure';
import { type Answered, followRedirects, refuseTarget, type Send } from './outgoing-hops';
import type { OutgoingRequest } from './outgoing-request';

/** All pages of an answer; `left` when there are more than were wanted. */
export interface Pages {
	readonly kind: 'pages';
	readonly pages: readonly Answered[];
	readonly left: boolean;
}

const pageOf = ({ answer, url }: Answered, index: number): Page => ({
	url,
	status: answer.statusCode,
	link: answer.headers['link'],
	body: parseJson(answer),
	index,
});

/** Adds the builder's query parameters that an address from the API does not have. */
function withOwnQuery(target: URL, own: OutgoingRequest['query']): URL {
	const missing = own.filter(([name]) => !target.searchParams.has(name));
	if (missing.length === 0) return target;
	const added = String(
		new URLSearchParams(missing.map(([name, value]): [string, string] => [name, value])),
	);
	const complete = new URL(target);
	complete.search = [target.search.slice(1), added.replaceAll('+', '%20')]
		.filter((part) => part !== '')
		.join('&');
	return complete;
}

/** The request for the page behind another one; undefined behind the last, a failure where it may not go. */
function requestBehind(
	request: OutgoingRequest,
	page: Page,
	{ next, last }: Paging,
	keys: SecretKeys,
): OutgoingRequest | Failure | undefined {
	if (page.status >= 400 || isLast(page, last)) return undefined;
	const found = pageBehind(page, next);
	if (found === undefined) return undefined;
	if (found === 'unusable') {
		return {
			kind: 'failure',
			message: `${page.url.origin} names a next page that is no URL.`,
			description: 'Check the pagination, or ask its operator.',
		};
	}
	const target = withOwnQuery(found, request.query);
	target.hash = '';
	const refused = refuseTarget(request, target, keys, 'page');
	// 307 is the redirect that changes nothing but what another origin may not have.
	return refused ?? { ...request, hop: nextHop(request.hop, 307, target) };
}

const circle = (url: URL): Failure => ({
	kind: 'failure',
	message: `${url.origin} names a page as the next one that was there before.`,
	description: 'Check the pagination: it would never end.',
});

/**
 * Fetches the pages of an answer one after the other, each under the rules of the first: within the
 * origin once a secret is in the request, otherwise within the allowed domains.
 */
export async function fetchPages(
	first: OutgoingRequest,
	keys: SecretKeys,
	send: Send,
	sleep: (milliseconds: number) => Promise<void>,
): Promise<Pages | Failure> {
	const pages: Answered[] = [];
	const seen = new Set<string>();
	let request = first;
	for (;;) {
		// One after the other: each page says where the next one is.
		const outcome = await followRedirects(request, keys, send);
		if (outcome.kind === 'failure') return outcome;
		const { paging } = request;
		if (paging === undefined) return { kind: 'pages', pages: [outcome], left: false };

		const page = pageOf(outcome, pages.length);
		const isEnd = paging.last.kind === 'status' && isLast(page, paging.last);
		if (isEnd && pages.length > 0) return { kind: 'pages', pages, left: false };
		pages.push(outcome);
		seen.add(request.hop.url.href);
		const next = requestBehind(request, page, paging, keys);
		if (next === undefined) return { kind: 'pages', pages, left: false };
		if ('kind' in next) return next;
		if (pages.length >= paging.mostPages) return { kind: 'pages', pages, left: true };
		if (seen.has(next.hop.url.href)) return circle(next.hop.url);
		if (paging.intervalMs > 0) await sleep(paging.intervalMs);
		request = next;
	}
}
