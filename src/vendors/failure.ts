/** Why a system cannot be called, in one sentence that holds no credential. */
export interface VendorFailure {
	readonly kind: 'vendor-failure';
	readonly sentence: string;
}

export const failed = (sentence: string): VendorFailure => ({ kind: 'vendor-failure', sentence });

export function isFailure(value: object): value is VendorFailure {
	return 'kind' in value && value.kind === 'vendor-failure';
}

const MOST_LETTERS = 200;
/** Parts that are as long as credentials are, and hold nothing that a person would read. */
const LONG_PART = /[\w+/=.~-]{20,}/g;

/**
 * What a system says of itself, for a sentence of ours: one line, short, and without anything that
 * could be a credential which it repeats.
 */
export function quoted(text: unknown, secrets: readonly string[]): string | undefined {
	if (typeof text !== 'string') return undefined;
	// The longest first: one may be a part of another.
	const known = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length);
	const line = known
		.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
		.replaceAll(LONG_PART, '***')
		.replaceAll(/[\p{Cc}\s]+/gu, ' ')
		.trim();
	if (line === '') return undefined;
	return line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS)}…` : line;
}
