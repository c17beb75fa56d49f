import type { HttpMessage } from '../http/message';

export type PresentedKey =
	| { readonly kind: 'absent' }
	| { readonly kind: 'malformed' }
	| { readonly kind: 'key'; readonly key: string };

const MOST_LETTERS = 255;
/** A string of RFC 9651 section 3.3.3. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
/** What callers send who have not heard of the quotes. */
const BARE = /^[\w.~+/=:-]+$/;

/**
 * The key of a repeated request: `Idempotency-Key` once, a quoted string
 * (draft-ietf-httpapi-idempotency-key-header-07 section 2.1) or a bare word, of 1 to 255 letters.
 */
export function presentedKey({ headerFields }: Pick<HttpMessage, 'headerFields'>): PresentedKey {
	const fields = headerFields.filter(([name]) => name.toLowerCase() === 'idempotency-key');
	const [field, another] = fields;
	if (field === undefined) return { kind: 'absent' };
	if (another !== undefined) return { kind: 'malformed' };
	const text = field[1].trim();
	const [, quoted] = QUOTED.exec(text) ?? [];
	const key = quoted?.replace(/\\(["\\])/g, '$1') ?? (BARE.test(text) ? text : '');
	return key === '' || key.length > MOST_LETTERS ? { kind: 'malformed' } : { kind: 'key', key };
}
