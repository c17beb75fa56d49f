import { type FieldValueFlaw, flawOfFieldValue } from '../http/header-field';
import { type Mistake, mistake } from './mistake';
import { type SecretText, secretText } from './secret-text';

const FLAWS: Record<FieldValueFlaw, string> = {
	empty: 'is empty. Type its value.',
	'trailing-newline': 'ends with a line break, probably from pasting. Type its value without it.',
	'outer-space': 'begins or ends with a space, which a header cannot carry. Type its value again.',
	character:
		'has a character that a header cannot carry. Only printable ASCII, inner spaces and tabs can be sent.',
};

/**
 * Characters of the shortest secret. A shorter one can be guessed, and stands in answers by chance, so
 * that it could not be redacted.
 */
const SHORTEST = 8;

/**
 * Parses the value of a secret key: a text of at least 8 characters that a header carries unchanged
 * (RFC 9110 section 5.5) and that is no editor's placeholder. PF-26.
 */
export function parseSecret(
	name: string,
	value: unknown,
	placeholders: ReadonlySet<string>,
): { readonly kind: 'secret'; readonly text: SecretText } | Mistake {
	const wrong = (rest: string): Mistake => mistake(`Secret key "${name}" ${rest}`);
	if (typeof value !== 'string') return wrong('is not a text. Put its value in quotes.');
	if (placeholders.has(value)) {
		return wrong('holds only the placeholder that the editor shows. Type its value again.');
	}
	const flaw = flawOfFieldValue(value);
	if (flaw !== undefined) return wrong(FLAWS[flaw]);
	return value.length < SHORTEST
		? wrong(`has less than ${SHORTEST} characters. Type a longer value.`)
		: { kind: 'secret', text: secretText(value) };
}
