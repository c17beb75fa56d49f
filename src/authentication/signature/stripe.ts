import { exactBytes } from '../../crypto/exact-bytes';
import type { HttpMessage } from '../../http/message';
import { knownById, knownBySignature, type SignedParts, unixSeconds } from './signed-message';

const MOST_SIGNATURES = 20;
const MOST_LETTERS = 4000;
const MOST_ID_LETTERS = 200;

/** The id of the event, which is part of the signed body and the same in each retry. */
function eventId({ body }: HttpMessage): string | undefined {
	if (typeof body !== 'object' || body === null || !('id' in body)) return undefined;
	const { id } = body;
	return typeof id === 'string' && id !== '' && id.length <= MOST_ID_LETTERS ? id : undefined;
}

/**
 * Reads an event of Stripe: `t=<seconds>,v1=<hex>` over `<seconds>.<body>`; only `v1` counts. Each
 * retry is signed anew, so that an event is known by its id.
 */
export function readStripeEvent(message: HttpMessage, value: string): SignedParts | undefined {
	if (value.length > MOST_LETTERS) return undefined;
	const entries = value.split(',').map((entry) => entry.split('='));
	if (entries.some((entry) => entry.length !== 2)) return undefined;
	const valuesOf = (name: string) =>
		entries.filter(([each]) => each === name).map(([, text = '']) => text);
	const [time, ...moreTimes] = valuesOf('t');
	const signedAt = unixSeconds(time);
	if (time === undefined || signedAt === undefined || moreTimes.length > 0) return undefined;

	const read = valuesOf('v1').map((text) => exactBytes(text, 'hex'));
	const signatures = read.flatMap((bytes) => (bytes ? [{ kind: 'hmac' as const, bytes }] : []));
	const [first] = signatures;
	if (first === undefined || signatures.length < read.length) return undefined;
	if (signatures.length > MOST_SIGNATURES) return undefined;
	const id = eventId(message);
	const before = Buffer.from(`${time}.`);
	return {
		kind: 'signed',
		signedAt,
		algorithm: 'sha256',
		signatures,
		bases: (body) => [[before, body]],
		identity: id === undefined ? knownBySignature(first.bytes, true) : knownById(id),
	};
}
