import { exactBytes } from '../../crypto/exact-bytes';
import type { HttpMessage } from '../../http/message';
import { knownById, onlyField, type SignedParts } from './signed-message';

const PREFIX = 'sha256=';

/**
 * Reads a delivery of GitHub: `X-Hub-Signature-256` over the body. No time is signed; the delivery has
 * its id in `X-GitHub-Delivery`, which a redelivery keeps.
 */
export function readGithubDelivery(message: HttpMessage, value: string): SignedParts | undefined {
	const id = onlyField(message, 'x-github-delivery');
	if (id === undefined || !value.startsWith(PREFIX)) return undefined;
	const bytes = exactBytes(value.slice(PREFIX.length), 'hex');
	if (bytes === undefined) return undefined;
	return {
		kind: 'signed',
		signedAt: undefined,
		algorithm: 'sha256',
		signatures: [{ kind: 'hmac', bytes }],
		bases: (body) => [[body]],
		identity: knownById(id),
	};
}
