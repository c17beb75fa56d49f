import { exactBytes } from '../../crypto/exact-bytes';
import type { HttpMessage } from '../../http/message';
import {
	knownById,
	onlyField,
	type ShownSignature,
	type SignedParts,
	unixSeconds,
} from './signed-message';

const MOST_SIGNATURES = 20;
/** Of a pair, as each of them is verified over the whole body. */
const MOST_OF_PAIRS = 3;
const PAIR_SIGNATURE_BYTES = 64;
const MOST_LETTERS = 4000;
const KINDS = new Map<string, ShownSignature['kind']>([
	['v1', 'hmac'],
	['v1a', 'ed25519'],
]);

/** Signatures of known versions; those of others are skipped. `undefined` where one is not written right. */
function signaturesIn(value: string): readonly ShownSignature[] | undefined {
	if (value.length > MOST_LETTERS) return undefined;
	const signatures: ShownSignature[] = [];
	for (const entry of value.split(' ')) {
		const [version = '', text = '', ...more] = entry.split(',');
		const kind = KINDS.get(version);
		if (kind === undefined) continue;
		const bytes = more.length === 0 ? exactBytes(text, 'base64') : undefined;
		if (bytes === undefined || signatures.length === MOST_SIGNATURES) return undefined;
		if (kind === 'ed25519' && bytes.length !== PAIR_SIGNATURE_BYTES) return undefined;
		signatures.push({ kind, bytes });
	}
	if (signatures.filter(({ kind }) => kind === 'ed25519').length > MOST_OF_PAIRS) return undefined;
	return signatures.length === 0 ? undefined : signatures;
}

/**
 * Reads a message of Standard Webhooks 1.0.0, whose signed text is `<id>.<timestamp>.<body>`. Id and
 * time come from fields with the same first word as the signature's: `webhook` or `svix`.
 */
export function readStandardWebhook(
	message: HttpMessage,
	header: string,
	value: string,
): SignedParts | undefined {
	const [prefix = ''] = header.split('-');
	const id = onlyField(message, `${prefix}-id`);
	const time = onlyField(message, `${prefix}-timestamp`);
	const signedAt = unixSeconds(time);
	const signatures = signaturesIn(value);
	if (id === undefined || id.includes('.') || signedAt === undefined) return undefined;
	if (time === undefined || signatures === undefined) return undefined;
	const before = Buffer.from(`${id}.${time}.`);
	return {
		kind: 'signed',
		signedAt,
		algorithm: 'sha256',
		signatures,
		bases: (body) => [[before, body]],
		identity: knownById(id),
	};
}
