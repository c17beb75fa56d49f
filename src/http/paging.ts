import { nextLink } from './link-header';

/** Where the address of the next page comes from. */
export type NextPage =
	| { readonly kind: 'link-header' }
	/** A member of the body holds the next URL. */
	| { readonly kind: 'next-url'; readonly path: string }
	/** A member of the body holds what a query parameter of the next request has to be. */
	| { readonly kind: 'cursor'; readonly path: string; readonly parameter: string }
	/** A query parameter counts: pages by one, offsets by the size of a page. */
	| {
			readonly kind: 'counter';
			readonly parameter: string;
			readonly start: number;
			readonly step: number;
	  };

/** When there is no next page although there could be one. */
export type LastPage =
	/** The list at this path (the body itself when empty) has no entry. */
	| {
			readonly kind: 'empty-list';
			readonly path: string;
			/** What it means that there is no list. */
			readonly otherwise: 'last' | 'go-on';
	  }
	/** The member at this path is absent, false, null, zero or an empty text. */
	| { readonly kind: 'false-member'; readonly path: string }
	/** The answer has one of these statuses. */
	| { readonly kind: 'status'; readonly statuses: readonly number[] };

/** A page that was received. */
export interface Page {
	readonly url: URL;
	readonly status: number;
	readonly link: unknown;
	/** The parsed body; undefined when it is no JSON. */
	readonly body: unknown;
	/** How many pages came before it. */
	readonly index: number;
}

/** The member at a path such as `data.items[0].id`; the value itself for an empty path. */
export function memberAt(value: unknown, path: string): unknown {
	let member = value;
	for (const name of path.split(/[.[\]]+/).filter((part) => part !== '')) {
		if (typeof member !== 'object' || member === null || !Object.hasOwn(member, name)) {
			return undefined;
		}
		member = (member as Record<string, unknown>)[name];
	}
	return member;
}

const nameOf = (parameter: string): string =>
	new URLSearchParams(parameter).keys().next().value ?? '';

/** The URL with one query parameter set; the others stay as they are written. */
export function withParameter(url: URL, name: string, value: string): URL {
	const others = url.search
		.slice(1)
		.split('&')
		.filter((parameter) => parameter !== '' && nameOf(parameter) !== name);
	const added = String(new URLSearchParams([[name, value]])).replaceAll('+', '%20');
	const changed = new URL(url);
	changed.search = [...others, added].join('&');
	return changed;
}

/** Whether a page is the last one, whatever it says about a next one. */
export function isLast({ status, body }: Page, last: LastPage): boolean {
	switch (last.kind) {
		case 'empty-list': {
			const list = memberAt(body, last.path);
			return Array.isArray(list) ? list.length === 0 : last.otherwise === 'last';
		}
		case 'false-member':
			return !memberAt(body, last.path);
		case 'status':
			return last.statuses.includes(status);
	}
}

const textOf = (member: unknown): string =>
	typeof member === 'string' || typeof member === 'number' ? String(member) : '';

/** The address of the first page. */
export const firstPage = (url: URL, next: NextPage | undefined): URL =>
	next?.kind === 'counter' ? withParameter(url, next.parameter, String(next.start)) : url;

/**
 * The address of the page behind another: undefined when there is none, `unusable` when it is no URL.
 * A relative one goes by the page's own URL.
 */
export function pageBehind(
	{ url, link, body, index }: Page,
	next: NextPage,
): URL | 'unusable' | undefined {
	const resolve = (target: string | undefined): URL | 'unusable' | undefined =>
		target === undefined || target === '' ? undefined : (URL.parse(target, url.href) ?? 'unusable');
	switch (next.kind) {
		case 'link-header':
			return resolve(nextLink(link));
		case 'next-url':
			return resolve(textOf(memberAt(body, next.path)));
		case 'cursor': {
			const cursor = textOf(memberAt(body, next.path));
			return cursor === '' ? undefined : withParameter(url, next.parameter, cursor);
		}
		case 'counter':
			return withParameter(url, next.parameter, String(next.start + next.step * (index + 1)));
	}
}
