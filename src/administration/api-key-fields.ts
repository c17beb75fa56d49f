import { parseCidr } from '../http/cidr';
import type { Applications } from '../store/applications';
import type { Instant } from '../store/clock';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { unknownName } from './sentences';

const LONGEST_GRACE_SECONDS = 365 * 24 * 60 * 60;

/** Reads an expiry: a date and time in ISO 8601 that is still to come; never when empty. */
export function checkExpiry(text: string | undefined, now: Instant): Outcome<Instant | undefined> {
	if (text === undefined || text.trim() === '') return done(undefined);
	const instant = Date.parse(text);
	if (Number.isNaN(instant)) {
		return refused(`The expiry ${quoted(text)} is not a date: write it like 2030-12-31T00:00:00Z.`);
	}
	if (instant <= now) return refused(`The expiry ${quoted(text)} has passed: choose a later time.`);
	return done(instant);
}

/** Checks addresses and CIDR ranges, each of which must be one; an empty list would shut everyone out. */
export function checkAddresses(
	texts: readonly string[] | undefined,
): Outcome<readonly string[] | undefined> {
	if (texts === undefined) return done(undefined);
	if (texts.length === 0) {
		return refused(
			'The list of addresses is empty, so that no call could come in: name an address, or leave the field out.',
		);
	}
	const wrong = texts.find((text) => parseCidr(text) === undefined);
	return wrong === undefined
		? done([...new Set(texts)])
		: refused(
				`The address ${quoted(wrong)} is no address or range: write it like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.`,
			);
}

/** Checks the applications that a key is limited to; they come in their own spelling. */
export async function checkApplications(
	applications: Pick<Applications, 'find'>,
	names: readonly string[] | undefined,
): Promise<Outcome<readonly string[] | undefined>> {
	if (names === undefined) return done(undefined);
	if (names.length === 0) {
		return refused(
			'The list of applications is empty, so that the key could not be used: name one, or leave the field out.',
		);
	}
	const found = await Promise.all(names.map((name) => applications.find(name)));
	const unknown = names.find((_, index) => found[index] === undefined);
	if (unknown !== undefined) return unknownName('application', unknown);
	return done([...new Set(found.flatMap((application) => application?.name ?? []))]);
}

/** Checks a grace period: whole seconds, up to a year. */
export function checkGrace(seconds: number): Outcome<number> {
	if (Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_GRACE_SECONDS) {
		return done(seconds);
	}
	return refused(
		`The grace period is not a whole number of seconds from 0 to ${String(LONGEST_GRACE_SECONDS)}: enter one.`,
	);
}
