import { exactBytes } from '../../crypto/exact-bytes';
import type { HttpMessage } from '../../http/message';
import {
	knownById,
	knownBySignature,
	onlyField,
	type SignedParts,
	unixSeconds,
} from './signed-message';
import type { GenericHmac } from './signing-scheme';
import { parseTemplate } from './template';

/** Reads a message whose HMAC stands in a field of the key's choice, over what its template says. */
export function readGenericHmac(
	message: HttpMessage,
	value: string,
	scheme: GenericHmac,
): SignedParts | undefined {
	const { timestampHeader, idHeader, prefix, encoding, algorithm } = scheme;
	const template = parseTemplate(scheme.template);
	if (template === undefined || !value.startsWith(prefix)) return undefined;
	const bytes = exactBytes(value.slice(prefix.length), encoding);
	const time = timestampHeader === undefined ? '' : onlyField(message, timestampHeader);
	const id = idHeader === undefined ? '' : onlyField(message, idHeader);
	const signedAt = unixSeconds(time);
	if (bytes === undefined || time === undefined || id === undefined) return undefined;
	if (timestampHeader !== undefined && signedAt === undefined) return undefined;

	const fixed = {
		timestamp: Buffer.from(time),
		id: Buffer.from(id),
		method: Buffer.from(message.method.toUpperCase()),
		path: Buffer.from(message.target ?? ''),
	};
	return {
		kind: 'signed',
		signedAt,
		algorithm,
		signatures: [{ kind: 'hmac', bytes }],
		bases: (body) => [
			template.map((part) => {
				if (part.kind === 'text') return Buffer.from(part.text);
				return part.place === 'body' ? body : fixed[part.place];
			}),
		],
		identity:
			idHeader === undefined ? knownBySignature(bytes, signedAt !== undefined) : knownById(id),
	};
}
