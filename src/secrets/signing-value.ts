import { type Mistake, mistake } from './mistake';
import { type SecretText, secretText } from './secret-text';

/** Bytes of the shortest key that a message can be signed with: a shorter one can be guessed (NT-76). */
const SHORTEST = 16;
const LONGEST = 4000;

/** Parses the value of a signing key as its sender shows it: a text without line breaks around it. */
export function parseSigningValue(
	name: string,
	value: unknown,
): { readonly kind: 'secret'; readonly text: SecretText } | Mistake {
	const wrong = (rest: string): Mistake => mistake(`Signing key "${name}" ${rest}`);
	if (typeof value !== 'string') return wrong('is not a text. Put its value in quotes.');
	if (value === '') return wrong('is empty. Type its value.');
	if (value !== value.trim() || /\p{Cc}/u.test(value)) {
		return wrong(
			'has spaces around it or line breaks, probably from pasting. Type its value again.',
		);
	}
	const bytes = Buffer.byteLength(value);
	if (bytes < SHORTEST) return wrong(`has less than ${String(SHORTEST)} bytes. Use a longer one.`);
	if (bytes > LONGEST) return wrong(`has more than ${String(LONGEST)} bytes.`);
	return { kind: 'secret', text: secretText(value) };
}
