import type { HttpMessage } from '../../http/message';

/** Larger bodies are not hashed. n8n takes 16 MiB unless it is told otherwise. */
export const MOST_BODY_BYTES = 16 * 1024 * 1024;

const OTHER_CHARSET = /;\s*charset\s*=\s*"?(?!utf-?8\b|us-ascii\b)/i;

function valuesOf({ headerFields }: HttpMessage, name: string): readonly string[] {
	return headerFields.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

/**
 * The bytes that were signed. `undefined` where they cannot be had as they were sent: of multipart
 * bodies and of compressed ones, of those that are labelled with another charset than they would be
 * read in, and of huge ones (NT-71, NT-74).
 */
export async function signableBody(message: HttpMessage): Promise<Uint8Array | undefined> {
	const types = valuesOf(message, 'content-type');
	if (types.length > 1 || types.some((type) => OTHER_CHARSET.test(type))) return undefined;
	if (valuesOf(message, 'content-encoding').some((coding) => coding !== 'identity')) {
		return undefined;
	}
	const lengths = valuesOf(message, 'content-length').map(Number);
	if (lengths.some((length) => length > MOST_BODY_BYTES)) return undefined;
	const body = await message.rawBody?.();
	return body === undefined || body.length > MOST_BODY_BYTES ? undefined : body;
}
