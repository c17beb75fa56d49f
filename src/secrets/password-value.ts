import { type Mistake, mistake } from './mistake';
import { type SecretText, secretText } from './secret-text';

const LEAST_LETTERS = 8;
const MOST_LETTERS = 1000;

/**
 * Parses a password that is to be set. Counted in letters as people see them, and never repeated. NIST
 * SP 800-63B section 5.1.1.2.
 */
export function parsePassword(
	value: unknown,
): { readonly kind: 'secret'; readonly text: SecretText } | Mistake {
	if (typeof value !== 'string') return mistake('The password is not a text. Put it in quotes.');
	if (value.length > MOST_LETTERS) {
		return mistake(`The password is too long: use at most ${String(MOST_LETTERS)} letters.`);
	}
	return [...value.normalize('NFC')].length < LEAST_LETTERS
		? mistake(`The password is too short: use at least ${String(LEAST_LETTERS)} letters.`)
		: { kind: 'secret', text: secretText(value) };
}
