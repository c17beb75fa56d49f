import { timingSafeEqual } from 'node:crypto';

import type { Sodium } from './sodium';

const DIGEST_BYTES = 32;
const LENGTH_BYTES = 4;
/** Stands in front of a digest that is bound to its place; the first form had nothing there. */
const BOUND = '2.';
/** In place of the ids of a credential that is not there; as long as they are. */
const NO_ID = '00000000-0000-4000-8000-000000000000';

/** Kinds of credential; the word goes into the digest so that no row can pass as another kind. */
export type DigestLabel =
	| 'apikey'
	| 'keypair'
	| 'clientsecret'
	| 'accesstoken'
	| 'domainkey'
	| 'password'
	| 'code'
	| 'refreshtoken'
	| 'guidtoken'
	| 'link';

/** What a caller shows: the part by which it is found, and the one that proves it. */
export interface ShownSecret {
	readonly publicId: string;
	readonly secret: Uint8Array;
}

/** Whose a secret is. */
export interface SecretOwner {
	/** Id of the user, or of the client. */
	readonly userId: string;
	readonly credentialId: string;
}

export interface Digests {
	/**
	 * Keyed BLAKE2b-256 (RFC 7693) of label, realm, user, credential, public id and secret, as text.
	 * Moved to the row of another user, credential or public id it matches nothing.
	 */
	of(label: DigestLabel, shown: ShownSecret, owner: SecretOwner): string;
	/**
	 * Compares in constant time; with nothing to compare with it does the same work and is false.
	 * A digest of the first form, of label and secret alone, matches wherever it stands.
	 */
	matches(
		label: DigestLabel,
		shown: ShownSecret,
		stored: (SecretOwner & { readonly digest: string }) | undefined,
	): boolean;
}

/**
 * Label, texts and secret as bytes, each text with its length before it, so that no two lists of
 * texts make the same bytes. Into one buffer: this is done for every presented key.
 */
function boundBytes(label: string, texts: readonly string[], secret: Uint8Array): Uint8Array {
	const ofTexts = texts.reduce((sum, text) => sum + LENGTH_BYTES + Buffer.byteLength(text), 0);
	const bytes = Buffer.allocUnsafe(Buffer.byteLength(label) + ofTexts + secret.length);
	let end = bytes.write(label);
	for (const text of texts) {
		const length = bytes.write(text, end + LENGTH_BYTES);
		end = bytes.writeUInt32BE(length, end) + length;
	}
	bytes.set(secret, end);
	return bytes;
}

/**
 * Makes digests keyed with `pepper` (32 bytes), so that a planted or stolen row is of no use. The
 * realm is in the digest too.
 */
export function keyedDigests(sodium: Sodium, pepper: Uint8Array, realmId: string): Digests {
	const hash = (message: Uint8Array): Uint8Array =>
		sodium.crypto_generichash(DIGEST_BYTES, message, pepper);
	const unbound = (label: DigestLabel, { secret }: ShownSecret): Uint8Array =>
		hash(boundBytes(`${label}\0`, [], secret));
	const bound = (
		label: DigestLabel,
		{ publicId, secret }: ShownSecret,
		{ userId, credentialId }: SecretOwner,
	): Uint8Array =>
		hash(boundBytes(`${label}/2\0`, [realmId, userId, credentialId, publicId], secret));
	const decoy = { userId: NO_ID, credentialId: NO_ID, digest: BOUND };

	return {
		of: (label, shown, owner) =>
			BOUND + Buffer.from(bound(label, shown, owner)).toString('base64url'),
		matches(label, shown, stored) {
			const { digest, ...owner } = stored ?? decoy;
			const isBound = digest.startsWith(BOUND);
			const actual = isBound ? bound(label, shown, owner) : unbound(label, shown);
			const read = Buffer.from(isBound ? digest.slice(BOUND.length) : digest, 'base64url');
			const isWhole = read.length === DIGEST_BYTES;
			const expected = isWhole ? read : new Uint8Array(DIGEST_BYTES);
			return timingSafeEqual(actual, expected) && isWhole && stored !== undefined;
		},
	};
}
