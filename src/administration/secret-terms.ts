import type { Instant } from '../store/clock';
import { checkExpiry } from './api-key-fields';
import { checkDomains } from './datasources';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';

/** What goes with a value. */
export interface ValueTerms {
	/** Comma-separated hosts, narrower than the datasource's; those of the datasource when empty. */
	readonly allowedDomains?: string;
	/** A date and time in ISO 8601. */
	readonly expiresAt?: string;
}

/** What goes with the first value of a key. */
export interface NewKeyTerms extends ValueTerms {
	readonly note?: string;
}

interface CheckedTerms {
	readonly allowedDomains: string | undefined;
	readonly expiresAt: Instant | undefined;
}

const LONGEST_NOTE = 500;

function checkNote(note = ''): Outcome<string> {
	if (note.length <= LONGEST_NOTE) return done(note.trim());
	return refused(`The note is too long: use at most ${String(LONGEST_NOTE)} letters.`);
}

export function checkTerms(terms: ValueTerms, now: Instant): Outcome<CheckedTerms> {
	const expiry = checkExpiry(terms.expiresAt, now);
	if (expiry.kind === 'refused') return expiry;
	const given = terms.allowedDomains?.trim() ?? '';
	const domains = given === '' ? done(undefined) : checkDomains(given);
	if (domains.kind === 'refused') return domains;
	return done({ expiresAt: expiry.value, allowedDomains: domains.value });
}

/** Checks what a new key is to be called as well. */
export function checkNewKey(
	isKeyName: (name: string) => boolean,
	name: string,
	terms: NewKeyTerms,
	now: Instant,
): Outcome<CheckedTerms & { readonly note: string }> {
	if (!isKeyName(name)) {
		return refused(
			`${quoted(name)} cannot name a secret key: use 1 to 64 characters without quotation marks, backslashes, control characters and outer spaces.`,
		);
	}
	const note = checkNote(terms.note);
	if (note.kind === 'refused') return note;
	const checked = checkTerms(terms, now);
	return checked.kind === 'refused' ? checked : done({ ...checked.value, note: note.value });
}
