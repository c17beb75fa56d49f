import { type DestinationReason, mayGo } from '../http/destination';
import { firstReference, parseReferences } from './reference';
import type { SecretKey, SecretKeys } from './secret-keys';

/** Why a reference was not resolved. */
export type UnresolvedReason =
	| 'malformed-reference'
	| 'unknown-key'
	| 'key-disabled'
	| 'reference-in-header-name'
	| 'header-takes-no-reference'
	| 'header-not-listed'
	| 'reference-in-url'
	| 'reference-in-query'
	| 'reference-in-body'
	| DestinationReason;

/** The request must not be sent. */
export interface Unresolved {
	readonly kind: 'unresolved';
	readonly reason: UnresolvedReason;
	/** The key's name, or the beginning of a malformed reference. */
	readonly name: string;
	/** The header in which the reference stands, or the origin to which the key may not go. */
	readonly at?: string;
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
	const key = keys.get(name);
	if (key === undefined) return unresolved('unknown-key');
	return key.state === 'disabled' ? unresolved('key-disabled') : key;
}

function resolveText(header: string, text: string, keys: SecretKeys, used: Set<string>) {
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
		const key: SecretKey | Unresolved = findKey(header, piece.name, keys);
		if ('kind' in key) return key;
		used.add(key.name);
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
	const used = new Set<string>();
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

	const [first] = used;
	if (first !== undefined) {
		const decision = mayGo(destination, keys.allowedDomains);
		if (decision.kind === 'refused') {
			const { reason, origin } = decision;
			return {
				kind: 'unresolved',
				reason,
				name: first,
				...(origin !== undefined && { at: origin }),
			};
		}
	}
	return { kind: 'resolved', headers: Object.fromEntries(resolved), used: [...used] };
}
