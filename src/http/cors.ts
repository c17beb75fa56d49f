import type { HttpMessage } from './message';
import { isAllowedOrigin, type OriginRule } from './origin';

/** The page that a call comes from, as far as a browser says so. */
export type Page =
	/** No `Origin`: not a browser's call, or one whose answer no page of another origin reads. */
	| { readonly kind: 'none' }
	| { readonly kind: 'page'; readonly origin: string }
	/** More than one `Origin`, which no browser sends. */
	| { readonly kind: 'several' };

export function pageOf({ headerFields }: Pick<HttpMessage, 'headerFields'>): Page {
	const [origin, ...more] = headerFields.flatMap(([name, value]) =>
		name.toLowerCase() === 'origin' ? [value] : [],
	);
	if (origin === undefined) return { kind: 'none' };
	return more.length > 0 ? { kind: 'several' } : { kind: 'page', origin };
}

/** Whether a call comes from a page of an allowed origin. */
export function isAllowedPage(page: Page, rules: readonly OriginRule[]): boolean {
	return page.kind === 'page' && isAllowedOrigin(page.origin, rules);
}

/** Fields of our answers that a page may read beside those that every page may. */
const EXPOSED = [
	'Accept',
	'Allow',
	'Location',
	'RateLimit',
	'RateLimit-Policy',
	'Retry-After',
	'WWW-Authenticate',
	'X-Request-Id',
].join(', ');

/**
 * The fields that let a page read an answer (Fetch standard, section 3.3): by its own origin, never
 * `*`, and never with cookies (IB-17).
 */
export function answerForPage(page: Page): Readonly<Record<string, string>> {
	if (page.kind !== 'page') return {};
	return {
		'access-control-allow-origin': page.origin,
		'access-control-expose-headers': EXPOSED,
	};
}
