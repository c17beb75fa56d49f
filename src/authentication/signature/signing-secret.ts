import { exactBytes } from '../../crypto/exact-bytes';
import {
	ED25519_KEY_BYTES,
	ed25519Key,
	hmacKey,
	type VerificationKey,
} from '../../crypto/verification-key';
import type { SigningScheme, TextEncoding } from './signing-scheme';

export type ParsedSecret =
	| { readonly kind: 'key'; readonly key: VerificationKey }
	/** A sentence that says what is wrong, and nothing of the value. */
	| { readonly kind: 'mistake'; readonly sentence: string };

/** Bytes of a secret: a shorter one can be guessed (NT-76). */
const SHORTEST = 16;
const LONGEST = 1024;

const SYMMETRIC = /^whsec_/;
const PUBLIC = /^whpk_/;
const PRIVATE = /^whsk_/;

const mistake = (sentence: string): ParsedSecret => ({ kind: 'mistake', sentence });

function bytesIn(text: string, encoding: TextEncoding): Uint8Array | undefined {
	return encoding === 'text' ? Buffer.from(text) : exactBytes(text, encoding);
}

function symmetric(text: string, encoding: TextEncoding): ParsedSecret {
	if (text === '') return mistake('The value of the signing key is empty: seal it again.');
	const bytes = bytesIn(text, encoding);
	if (bytes === undefined) {
		return mistake(
			`The value of the signing key is not ${encoding}: seal it as the sender shows it.`,
		);
	}
	return bytes.length < SHORTEST || bytes.length > LONGEST
		? mistake(
				`The signing key has less than ${String(SHORTEST)} or more than ${String(LONGEST)} bytes: have the sender use another one.`,
			)
		: { kind: 'key', key: hmacKey(bytes) };
}

function standardWebhooks(text: string): ParsedSecret {
	if (PRIVATE.test(text)) {
		return mistake(
			'The value is a private key (whsk_), which only the sender should have: seal the public one (whpk_).',
		);
	}
	if (!PUBLIC.test(text)) return symmetric(text.replace(SYMMETRIC, ''), 'base64');
	const bytes = exactBytes(text.replace(PUBLIC, ''), 'base64');
	return bytes?.length === ED25519_KEY_BYTES
		? { kind: 'key', key: ed25519Key(bytes) }
		: mistake('The value begins like a public key (whpk_) and is none: seal it again.');
}

/** Makes the key of the value that a sender gave, in the way that its scheme writes values. */
export function parseSigningSecret(scheme: SigningScheme, text: string): ParsedSecret {
	switch (scheme.variant) {
		case 'standardWebhooks':
			return standardWebhooks(text);
		case 'genericHmac':
			return symmetric(text, scheme.keyEncoding);
		case 'inbentaV1':
		case 'github':
		case 'stripe':
			return symmetric(text, 'text');
	}
}
