import { type Outcome, done, refused } from './outcome';

const MOST_LETTERS = 200;
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u;
const SHOWN_LETTERS = 40;
/** Of a text of any length no more is looked at to quote it. */
const READ_LETTERS = 4 * SHOWN_LETTERS;

/** A text shortened and quoted, to be named in a sentence. */
export function quoted(text: string): string {
	const letters = [...text.slice(0, READ_LETTERS).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')];
	const shown =
		letters.length > SHOWN_LETTERS ? [...letters.slice(0, SHOWN_LETTERS), '…'] : letters;
	return `"${shown.join('')}"`;
}

/**
 * Checks a name that an admin gives: 1 to 200 letters after trimming, in composed form (NFC),
 * without control or invisible characters.
 */
export function checkName(what: string, text: unknown): Outcome<string> {
	if (typeof text !== 'string') return refused(`The ${what} is not a text: enter one.`);
	const name = text.normalize('NFC').trim();
	if (name === '') return refused(`The ${what} is empty: enter one.`);
	if (name.length > MOST_LETTERS) {
		return refused(
			`The ${what} ${quoted(name)} is too long: use at most ${String(MOST_LETTERS)} letters.`,
		);
	}
	if (UNSEEN.test(name)) {
		return refused(`The ${what} ${quoted(name)} holds invisible characters: type it again.`);
	}
	return done(name);
}
