const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Whether a text is a field name. RFC 9110 sections 5.1 and 5.6.2. */
export const isFieldName = (text: string): boolean => TOKEN.test(text);

/** Whether a text can be sent in a field value: no control characters, nothing beyond Latin-1. */
export const isFieldValue = (text: string): boolean => !/[^\t\x20-\x7e\x80-\xff]/.test(text);

/** Why a text cannot be sent as, or inside of, a field value without being changed. */
export type FieldValueFlaw = 'empty' | 'trailing-newline' | 'outer-space' | 'character';

/**
 * Finds what keeps a text from travelling byte for byte in a field value: printable ASCII with inner
 * spaces and tabs is fine. RFC 9110 section 5.5.
 */
export function flawOfFieldValue(text: string): FieldValueFlaw | undefined {
	if (text === '') return 'empty';
	const foreign = text.search(/[^\t\x20-\x7e]/);
	if (foreign === -1) return /^[\t ]|[\t ]$/.test(text) ? 'outer-space' : undefined;
	return /^[\r\n]+$/.test(text.slice(foreign)) ? 'trailing-newline' : 'character';
}
