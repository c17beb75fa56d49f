const PLAIN = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const QUOTABLE = /^(?!\s)[^"\\\p{Cc}\p{Cs}]{1,64}(?<!\s)$/u;

/** Whether a name stands in a reference without quotes: `${_datasource.MyAPIKey}`. */
export const isPlainName = (name: string): boolean => PLAIN.test(name);

/**
 * Whether a text can name a secret key: one to 64 characters, none of them a quotation mark, a
 * backslash or a control character, no space at either end. What is not a plain name is written in
 * quotes: `${_datasource."Any name"}`.
 */
export const isKeyName = (name: string): boolean => QUOTABLE.test(name);

/**
 * Splits a comma-separated list of names; a name that holds a comma stands in quotes. What no key can
 * be called simply names no key.
 */
export function parseNameList(text: string): readonly string[] {
	const entries = text.match(/\s*"[^"]*"\s*|[^,]+/g) ?? [];
	return entries
		.map((entry) => entry.trim().replace(/^"(.*)"$/, '$1'))
		.filter((name) => name !== '');
}
