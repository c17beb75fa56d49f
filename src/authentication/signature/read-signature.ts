import type { HttpMessage } from '../../http/message';
import { readGenericHmac } from './generic-hmac';
import { readGithubDelivery } from './github';
import { readInbentaRequest } from './inbenta';
import type { SignedParts } from './signed-message';
import { signatureHeadersOf, type SigningScheme } from './signing-scheme';
import { readStandardWebhook } from './standard-webhooks';
import { readStripeEvent } from './stripe';

/**
 * Reads what a message says of its signature, by the scheme of a key. `header` is the field that holds
 * the signature, in lower case. `undefined` where the message is not one of this scheme.
 */
export function readSignature(
	message: HttpMessage,
	header: string,
	value: string,
	scheme: SigningScheme,
): SignedParts | undefined {
	if (!signatureHeadersOf(scheme).includes(header)) return undefined;
	switch (scheme.variant) {
		case 'inbentaV1':
			return readInbentaRequest(message, value);
		case 'standardWebhooks':
			return readStandardWebhook(message, header, value);
		case 'github':
			return readGithubDelivery(message, value);
		case 'stripe':
			return readStripeEvent(message, value);
		case 'genericHmac':
			return readGenericHmac(message, value, scheme);
	}
}
