import type { VendorSession } from './vendor';

/** Without `expires_in` nothing says how long a token lives (RFC 6749 section 5.1). */
const UNSTATED_SECONDS = 300;
const FORM_FIELDS = { 'content-type': 'application/x-www-form-urlencoded' };

/** A form to a token endpoint. */
export function tokenForm(values: Readonly<Record<string, string | undefined>>) {
	const given = Object.entries(values).filter(
		(entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
	);
	return { headers: FORM_FIELDS, body: new URLSearchParams(given).toString() };
}

/**
 * The session of a token answer (RFC 6749 section 5.1); `undefined` where it has no token.
 *
 * @param earlySeconds how long before its end it is renewed; never more than half of its life
 */
export function sessionIn(
	members: Readonly<Record<string, unknown>>,
	now: number,
	earlySeconds: number,
): VendorSession | undefined {
	const { access_token: token, expires_in: expiresIn, refresh_token: refreshToken } = members;
	if (typeof token !== 'string' || token === '') return undefined;
	const stated = Number(expiresIn);
	const seconds = Number.isFinite(stated) && stated > 0 ? stated : UNSTATED_SECONDS;
	return {
		token,
		...lifeOf(now, seconds, earlySeconds),
		refreshToken:
			typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : undefined,
	};
}

/** What an error says (RFC 6749 section 5.2): to a person, where it does. */
export function oauthWords(members: Readonly<Record<string, unknown>> | undefined): unknown {
	return members?.['error_description'] ?? members?.['error'];
}

/** The life of a token of so many seconds. */
export function lifeOf(now: number, seconds: number, earlySeconds: number) {
	const early = Math.min(earlySeconds, seconds / 2);
	return {
		issuedAt: now,
		expiresAt: now + seconds * 1000,
		renewAt: now + (seconds - early) * 1000,
	};
}
