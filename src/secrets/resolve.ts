import { type DestinationReason, mayGo } from '../http/destination';
import { firstReference, parseReferences } from './reference';
import type { DomainList, SecretKeys, UsableKey } from './secret-keys';

/** Why a reference was not resolved. */
export type UnresolvedReason =
	| 'malformed-reference'
	| 'unknown-key'
	| 'key-disabled'
	| 'key-expired'
	| 'key-changed'
	| 'key-unreadable'
	| 'reference-in-header-name'
	| 'header-takes-no-reference'
	| 'header-not-listed'
	| 'reference-in-url'
	| 'reference-in-query'
	| 'reference-in-body'
	| 'only-in-headers'
	| DestinationReason;

/** Where a reference may stand besides headers. */
export type Place = 'query' | 'body';

/** The request must not be sent. */
export interface Unresolved {
	readonly kind: 'unresolved';
	readonly reason: UnresolvedReason;
	/** The key's name, or the beginning of a malformed reference. */
	readonly name: string;
	/** The header in which the reference stands, or the origin to which the key may not go. */
	readonly at?: string;
	/** Where the reference stands, when that is no header. */
	readonly place?: Place;
	/** The list that does not allow the origin, where it is not the credential's. */
	readonly list?: DomainList;
}

/** Every header that is a text or a list of texts, as it is sent, and the keys that are in them. */
export interface Resolved {
	readonly kind: 'resolved';
	readonly headers: Readonly<Record<string, string | string[]>>;
	readonly used: readonly string[];
}

// They frame the message or name its destination. RFC 9110 section 7.6.1, RFC 9112 section 6.
const TAKE_NO_REFERENCE = new Set(['host', 'content-length', 'transfer-encoding', 'connection']);

function findKey(header: string, name: string, { keys, referenceHeaders }: SecretKeys) {
	const unresolved = (reason: UnresolvedReason): Unresolved => ({
		kind: 'unresolved',
		reason,
		name,
		at: header,
	});
	const field = header.toLowerCase();
	if (TAKE_NO_REFERENCE.has(field)) return unresolved('header-takes-no-reference');
	if (referenceHeaders?.has(field) === false) return unresolved('header-not-listed');
	const key = usableKey(name, keys);
	return typeof key === 'string' ? unresolved(key) : key;
}

function usableKey(name: string, keys: SecretKeys['keys']): UsableKey | UnresolvedReason {
	const key = keys.get(name);
	if (key === undefined) return 'unknown-key';
	return key.state === 'enabled' ? key : `key-${key.state}`;
}

/**
 * Finds the key that a reference in the query or the body means. A credential that lists the headers
 * for references allows them nowhere else. PF-28.
 */
export function findKeyFor(place: Place, name: string, keys: SecretKeys): UsableKey | Unresolved {
	const key = keys.referenceHeaders === undefined ? usableKey(name, keys.keys) : 'only-in-headers';
	return typeof key === 'string' ? { kind: 'unresolved', reason: key, name, place } : key;
}

/** Why secrets that are used may not all go there; `undefined` where they may. */
export function checkDestination(
	used: ReadonlyMap<string, UsableKey>,
	destination: string,
	{ allowedDomains }: SecretKeys,
): Unresolved | undefined {
	for (const [name, { otherDomains = [] }] of used) {
		for (const list of [undefined, ...otherDomains]) {
			const decision = mayGo(destination, list?.domains ?? allowedDomains);
			if (decision.kind === 'allowed') continue;
			const { reason, origin } = decision;
			return {
				kind: 'unresolved',
				reason,
				name,
				...(origin !== undefined && { at: origin }),
				...(list !== undefined && { list }),
			};
		}
	}
	return undefined;
}

function resolveText(header: string, text: string, keys: SecretKeys, used: Map<string, UsableKey>) {
	const parsed = parseReferences(text);
	if (parsed.kind === 'malformed') {
		const { excerpt } = parsed;
		return {
			kind: 'unresolved',
			reason: 'malformed-reference',
			name: excerpt,
			at: header,
		} as const;
	}
	let sent = '';
	for (const piece of parsed.pieces) {
		if (piece.kind === 'text') {
			sent += piece.text;
			continue;
		}
		const key: UsableKey | Unresolved = findKey(header, piece.name, keys);
		if ('kind' in key) return key;
		used.set(key.name, key);
		sent += key.secret.reveal();
	}
	return sent;
}

const isTextList = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every((entry) => typeof entry === 'string');

/**
 * Replaces the references in header values by their secrets, or says which one stops the request. A
 * secret only goes to an absolute URL on the credential's list; without a reference the destination
 * does not matter. Headers that are neither text nor a list of texts are left out of the outcome. One
 * pass: a secret that looks like a reference is sent as it is. PF-22, PF-25 to PF-30.
 */
export function resolveHeaders(
	headers: Readonly<Record<string, unknown>>,
	keys: SecretKeys,
	destination: string,
): Resolved | Unresolved {
	const used = new Map<string, UsableKey>();
	const resolved: [string, string | string[]][] = [];
	for (const [header, value] of Object.entries(headers)) {
		const inName = firstReference(header);
		if (inName !== undefined) {
			return { kind: 'unresolved', reason: 'reference-in-header-name', name: inName };
		}
		if (typeof value !== 'string' && !isTextList(value)) continue;
		const texts: string[] = [];
		for (const text of typeof value === 'string' ? [value] : value) {
			const sent = resolveText(header, text, keys, used);
			if (typeof sent !== 'string') return sent;
			texts.push(sent);
		}
		resolved.push([header, typeof value === 'string' ? texts.join('') : texts]);
	}

	return (
		checkDestination(used, destination, keys) ?? {
			kind: 'resolved',
			headers: Object.fromEntries(resolved),
			used: [...used.keys()],
		}
	);
}
