import { type NamedKey, type Outcome, readPublicId } from '../realm/realm';
import type { Parameters } from './parameters';

/** How much of a list is wanted, by n8n's usual pair of fields; all of it where nothing is said. */
export function limitIn(parameters: Parameters): { readonly limit?: number } {
	return parameters.flag('returnAll') ? {} : { limit: parameters.count('limit') };
}

/** The same, and of which user; of all users where none is named. */
export function userAndLimitIn(parameters: Parameters): {
	readonly username?: string;
	readonly limit?: number;
} {
	const username = parameters.optionalText('username');
	return { ...(username === undefined ? {} : { username }), ...limitIn(parameters) };
}

/** Which key is meant; any where nothing is said. */
export function namedKeyIn(parameters: Parameters): Outcome<NamedKey> {
	const publicId = parameters.optionalText('publicId');
	return publicId === undefined ? { kind: 'done', value: {} } : readPublicId(publicId);
}

/** The same of a token. */
export function namedTokenIn(parameters: Parameters): Outcome<{ readonly publicId?: string }> {
	const publicId = parameters.optionalText('publicId');
	return publicId === undefined
		? { kind: 'done', value: {} }
		: readPublicId(publicId, { of: 'token', brand: 'iatk' });
}
