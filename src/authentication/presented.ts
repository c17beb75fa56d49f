import type { Policy } from '../authorization/may-call';
import { parseCredential } from '../crypto/credential-text';
import { parseAuthorization, parseBasic } from '../http/authorization';
import { isCredentialHeader } from '../http/credential-headers';
import type { HttpMessage } from '../http/message';
import { anchorOf } from './credential-sets';

/** The header fields that make the one credential of a message. */
export interface Shown {
	readonly kind: 'shown';
	/** Name of the field that says what kind it is, in lower case. */
	readonly anchor: string;
	/** All of its fields by their names in lower case. */
	readonly fields: ReadonlyMap<string, string>;
}

/** The one credential of a message, or what is wrong with their number or place. */
export type Presented =
	| { readonly kind: 'nothing' }
	| Shown
	| { readonly kind: 'several' }
	| { readonly kind: 'misplaced' };

function isCredential(value: unknown): boolean {
	return typeof value === 'string' && parseCredential(value) !== undefined;
}

function holdsCredential(container: unknown): boolean {
	if (typeof container !== 'object' || container === null) return isCredential(container);
	return Object.values(container).some(
		(value) => isCredential(value) || (Array.isArray(value) && value.some(isCredential)),
	);
}

/**
 * Whether a field is the login of a proxy on the way (VE-22): Basic or Negotiate in `Authorization`
 * where tokens come in a field of their own. One of our credentials is nobody's login.
 */
function isOfProxy(name: string, value: string, { oauthAuthorization }: Policy): boolean {
	if (oauthAuthorization !== true || name.toLowerCase() !== 'authorization') return false;
	const authorization = parseAuthorization(value);
	if (authorization.kind === 'raw') return false;
	const { scheme, text } = authorization;
	return (
		scheme === 'negotiate' ||
		(scheme === 'basic' && !Object.values(parseBasic(text) ?? {}).some(isCredential))
	);
}

/**
 * Finds what a caller shows. One of our credentials in a query or path parameter, or as a top-level
 * member of the body, is misplaced whatever else is shown (NT-54); two credentials are too many,
 * equal or not, and so is a field that stands twice (NT-48). `ownHeaders` are names, in lower case,
 * that hold a credential for this trigger alone.
 */
export function presentedCredential(
	message: HttpMessage,
	policy: Policy,
	ownHeaders: readonly string[] = [],
): Presented {
	if ([message.query, message.params, message.body].some(holdsCredential)) {
		return { kind: 'misplaced' };
	}
	const shown = message.headerFields.filter(
		([name, value]) =>
			ownHeaders.includes(name.toLowerCase()) ||
			(isCredentialHeader(name) && !isOfProxy(name, value, policy)),
	);
	if (shown.length === 0) return { kind: 'nothing' };
	const fields = new Map(shown.map(([name, value]) => [name.toLowerCase(), value]));
	const anchor = anchorOf([...fields.keys()]);
	if (anchor === undefined || fields.size < shown.length) return { kind: 'several' };
	return { kind: 'shown', anchor, fields };
}
