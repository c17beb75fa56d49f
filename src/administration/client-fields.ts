import { checkCallbackUrl, checkWebUrl, type UrlMistake } from '../http/callback-url';
import { type KeysMistake, parsePublicKeys } from '../crypto/public-jwks';
import type { PublicJwks, TokenLifetimes } from '../store/client-settings';
import { quoted } from './name';
import { type Outcome, done, type Refused, refused } from './outcome';

const MOST_CALLBACKS = 50;
const MOST_SCOPES = 100;
const MOST_LETTERS = 2000;

const ABOUT_URLS: Readonly<Record<UrlMistake, string>> = {
	'not-absolute': 'is no absolute URL: write it like https://app.example.com/callback.',
	fragment: 'has a fragment (#): leave it out.',
	'plain-http': 'is not encrypted: use https, or http on 127.0.0.1, [::1] or localhost.',
	scheme: "has a scheme that is not allowed: use https, or an app's own scheme with a dot in it.",
	'user-information': 'holds a user name or password: leave it out.',
};

/** Checks a URL of the web; `undefined` where there is none. */
export function checkUrl(what: string, text: string | undefined): Outcome<string | undefined> {
	if (text === undefined || text === '') return done(undefined);
	const mistake = checkWebUrl(text);
	return mistake === undefined
		? done(text)
		: refused(`The ${what} ${quoted(text)} ${ABOUT_URLS[mistake]}`);
}

export function checkCallbacks(texts: readonly string[]): Outcome<readonly string[]> {
	if (texts.length > MOST_CALLBACKS) {
		return refused(`There are more than ${String(MOST_CALLBACKS)} callback URLs: use fewer.`);
	}
	for (const text of texts) {
		const mistake = checkCallbackUrl(text);
		if (mistake !== undefined) {
			return refused(`The callback URL ${quoted(text)} ${ABOUT_URLS[mistake]}`);
		}
	}
	return done([...new Set(texts)]);
}

/** RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

export function checkScopes(scopes: readonly string[]): Outcome<readonly string[]> {
	if (scopes.length > MOST_SCOPES) {
		return refused(`There are more than ${String(MOST_SCOPES)} scopes: use fewer.`);
	}
	const wrong = scopes.find((scope) => !SCOPE.test(scope));
	if (wrong !== undefined) {
		return refused(`The scope ${quoted(wrong)} is none: use letters without spaces and quotes.`);
	}
	return scopes.includes('openid')
		? refused('The scope "openid" is for ID tokens, which are not issued: leave it out.')
		: done([...new Set(scopes)]);
}

const isFrom = (value: number, least: number, most: number): boolean =>
	Number.isInteger(value) && value >= least && value <= most;

export function checkLifetimes(lifetimes: TokenLifetimes): Outcome<TokenLifetimes> {
	const { accessSeconds, familyDays, idleDays, refreshGraceSeconds } = lifetimes;
	if (!isFrom(accessSeconds, 30, 86_400)) {
		return refused('An access token does not live for 30 to 86400 whole seconds: correct that.');
	}
	if (!isFrom(familyDays, 1, 3650)) {
		return refused('Refresh tokens do not end after 1 to 3650 whole days: correct that.');
	}
	if (!isFrom(idleDays, 1, familyDays)) {
		return refused(
			'Unused refresh tokens do not end after 1 whole day or more, and not later than used ones: correct that.',
		);
	}
	return isFrom(refreshGraceSeconds, 0, 60)
		? done(lifetimes)
		: refused('The grace of a refresh token is not from 0 to 60 whole seconds: correct that.');
}

const ABOUT_KEYS: Readonly<Record<KeysMistake, string>> = {
	'not-a-key-set': 'is no JSON Web Key Set: write it like {"keys":[...]}.',
	'no-keys': 'has no key: add one.',
	'too-many-keys': 'has more than 10 keys: leave out those that are not used.',
	'private-key':
		'holds a private key: make a new key pair, as others may have seen this one, and enter its public key.',
	'unfit-key': 'has a key that cannot be used: use Ed25519, P-256 or RSA keys for signatures.',
	'weak-key': 'has an RSA key of less than 2048 bits: use a longer one.',
	'key-ids': 'has several keys without their own kid: give each one.',
};

/** Checks the public keys that a client signs with. The text is never repeated. */
export function checkPublicKeys(text: string): Outcome<PublicJwks> {
	const keys = parsePublicKeys(text);
	return typeof keys === 'string'
		? refused(`The key set of the client ${ABOUT_KEYS[keys]}`)
		: done(keys);
}

/** A text of one of a closed list. */
export function checkOneOf<T extends string>(
	what: string,
	known: readonly T[],
	text: string,
): Outcome<T> {
	const found = known.find((one) => one === text);
	return found === undefined ? notOneOf(what, known, text) : done(found);
}

/** Texts of a closed list, each once. */
export function checkEachOf<T extends string>(
	what: string,
	known: readonly T[],
	texts: readonly string[],
): Outcome<readonly T[]> {
	const wrong = texts.find((text) => !known.some((one) => one === text));
	return wrong === undefined
		? done(known.filter((one) => texts.includes(one)))
		: notOneOf(what, known, wrong);
}

function notOneOf(what: string, known: readonly string[], text: string): Refused {
	return refused(`The ${what} ${quoted(text)} is unknown: use ${known.join(', ')}.`);
}

/** Checks a text of any kind that people read. */
export function checkNote(what: string, text: string): Outcome<string> {
	return text.length > MOST_LETTERS
		? refused(`The ${what} is too long: use at most ${String(MOST_LETTERS)} letters.`)
		: done(text.normalize('NFC').trim());
}
