import { exactBytes } from '../../crypto/exact-bytes';
import type { HmacKey } from '../../crypto/verification-key';
import { INBENTA_VERSION, inbentaAnswerBase, inbentaBases } from '../../http/inbenta-bases';
import type { HttpMessage } from '../../http/message';
import { knownBySignature, onlyField, type SignedParts, unixSeconds } from './signed-message';

/** Reads a request that is signed by Inbenta's version v1. The same signature is taken once (IB-23). */
export function readInbentaRequest(message: HttpMessage, value: string): SignedParts | undefined {
	const timestamp = onlyField(message, 'x-inbenta-timestamp');
	const signedAt = unixSeconds(timestamp);
	const bytes = exactBytes(value, 'hex');
	if (timestamp === undefined || signedAt === undefined || bytes === undefined) return undefined;
	if (onlyField(message, 'x-inbenta-signature-version') !== INBENTA_VERSION) return undefined;
	return {
		kind: 'signed',
		signedAt,
		algorithm: 'sha256',
		signatures: [{ kind: 'hmac', bytes }],
		bases: (body) => inbentaBases(message, timestamp, body),
		identity: knownBySignature(bytes, true, 'refuse'),
	};
}

/** The fields of an answer to a signed request (IB-24). */
export function inbentaAnswerFields(
	key: HmacKey,
	timestamp: string,
	body: Uint8Array,
): Readonly<Record<string, string>> {
	const signature = key.sign('sha256', inbentaAnswerBase(timestamp, body));
	return { 'x-inbenta-signature': signature.toString('hex') };
}
