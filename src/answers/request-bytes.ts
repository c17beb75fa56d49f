import type { HttpMessage } from '../http/message';
import { withEffectiveMethod } from '../http/method-override';
import { framed } from './framed';

/**
 * What makes two requests the same: method, path and query, media type, and the bytes of the body
 * (or what was parsed of one whose bytes nobody has: a multipart form).
 */
export async function requestBytes(message: HttpMessage): Promise<Uint8Array> {
	const { method } = withEffectiveMethod(message);
	const { target = '', headerFields, body, rawBody } = message;
	const isType = ([name]: readonly [string, string]) => name.toLowerCase() === 'content-type';
	// A boundary is another one each time.
	const type = headerFields.find(isType)?.[1].split(/;\s*boundary=/i, 1)[0] ?? '';
	const bytes = (await rawBody?.()) ?? JSON.stringify(body ?? null);
	return framed([method.toUpperCase(), target, type.trim().toLowerCase(), bytes]);
}
