import { timingSafeEqual } from 'node:crypto';

import type { Sodium } from './sodium';

const DIGEST_BYTES = 32;

/** Kinds of credential; the word goes into the digest so that no row can pass as another kind. */
export type DigestLabel = 'apikey';

export interface Digests {
	/** Keyed BLAKE2b-256 (RFC 7693) of label and secret, as base64url text. */
	of(label: DigestLabel, secret: Uint8Array): string;
	/** Compares in constant time; with no digest to compare with it does the same work and is false. */
	matches(label: DigestLabel, secret: Uint8Array, digest: string | undefined): boolean;
}

/** Makes digests keyed with `pepper` (32 bytes), so that a planted or stolen row is of no use. */
export function keyedDigests(sodium: Sodium, pepper: Uint8Array): Digests {
	const digest = (label: DigestLabel, secret: Uint8Array): Uint8Array =>
		sodium.crypto_generichash(
			DIGEST_BYTES,
			Buffer.concat([Buffer.from(`${label}\0`), secret]),
			pepper,
		);
	const decoy = new Uint8Array(DIGEST_BYTES);

	return {
		of: (label, secret) => Buffer.from(digest(label, secret)).toString('base64url'),
		matches(label, secret, expected) {
			const actual = digest(label, secret);
			const bytes = expected === undefined ? decoy : Buffer.from(expected, 'base64url');
			if (bytes.length !== DIGEST_BYTES) return false;
			return timingSafeEqual(actual, bytes) && expected !== undefined;
		},
	};
}
