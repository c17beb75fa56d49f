import type { HttpMessage } from './message';

const TOKEN = "[!#$%&'*+.^_`|~0-9a-z-]+";
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}$`);
const MEDIA_RANGE = new RegExp(`^(?:\\*/\\*|${TOKEN}/(?:\\*|${TOKEN}))$`);

/**
 * The media type of a message's content in lower case and without its parameters; `undefined` where
 * the message names none. RFC 9110 section 8.3. The first field counts, as it does for the server.
 */
export function mediaTypeOf({
	headerFields,
}: Pick<HttpMessage, 'headerFields'>): string | undefined {
	const field = headerFields.find(([name]) => name.toLowerCase() === 'content-type');
	const type = field?.[1].split(';', 1)[0]?.trim().toLowerCase() ?? '';
	return MEDIA_TYPE.test(type) ? type : undefined;
}

/** Reads a media range such as `application/json` or `image/*`. RFC 9110 section 12.5.1. */
export function parseMediaRange(text: string): string | undefined {
	const range = text.trim().toLowerCase();
	return MEDIA_RANGE.test(range) ? range : undefined;
}

/** Whether one of the ranges, as `parseMediaRange` gives them, has a media type. */
export function isMediaTypeIn(ranges: readonly string[], type: string): boolean {
	const all = `${type.slice(0, type.indexOf('/'))}/*`;
	return ranges.some((range) => range === type || range === all || range === '*/*');
}
