import { parseCredential } from '../crypto/credential-text';
import { isCredentialHeader } from '../http/credential-headers';
import type { HttpMessage } from '../http/message';

/** The one credential header of a message, or what is wrong with their number or place. */
export type Presented =
	| { readonly kind: 'nothing' }
	| { readonly kind: 'header'; readonly name: string; readonly value: string }
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
 * Finds what a caller shows. One of our credentials in a query or path parameter, or as a top-level
 * member of the body, is misplaced whatever else is shown (NT-54); two credential headers are too
 * many, equal or not (NT-48).
 */
export function presentedCredential(message: HttpMessage): Presented {
	if ([message.query, message.params, message.body].some(holdsCredential)) {
		return { kind: 'misplaced' };
	}
	const shown = message.headerFields.filter(([name]) => isCredentialHeader(name));
	const [first, second] = shown;
	if (first === undefined) return { kind: 'nothing' };
	if (second !== undefined) return { kind: 'several' };
	return { kind: 'header', name: first[0].toLowerCase(), value: first[1] };
}
