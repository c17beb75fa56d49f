import { type IDataObject, isSafeObjectProperty } from 'n8n-workflow';

const TAKEN: ReadonlySet<string> = new Set([
	'body',
	'headers',
	'query',
	'params',
	'method',
	'contentType',
	'url',
	'requestId',
]);
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/**
 * Reads the second name for `caller` in an item, which exists because n8n's expressions refuse to
 * read any member of that name. `undefined` where none is wished, a sentence where it cannot be had.
 */
export function parseCallerAlias(
	value: unknown,
): { readonly alias: string | undefined } | { readonly sentence: string } {
	if (value === '' || value === undefined) return { alias: undefined };
	if (
		typeof value === 'string' &&
		NAME.test(value) &&
		!TAKEN.has(value) &&
		isSafeObjectProperty(value)
	) {
		return { alias: value };
	}
	return {
		sentence:
			'Caller Alias cannot be the name of a member: use letters, digits and underscores, such as calledBy, and no name that the item has already.',
	};
}

/** The item with the caller under a second name too. */
export function withCallerAlias(item: IDataObject, alias: string | undefined): IDataObject {
	return alias === undefined ? item : { ...item, [alias]: item['caller'] };
}
