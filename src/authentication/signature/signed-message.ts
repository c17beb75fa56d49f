import type { HttpMessage } from '../../http/message';
import type { HmacAlgorithm, VerificationKey } from '../../crypto/verification-key';
import { sameBytes } from '../../crypto/verification-key';
import type { Instant } from '../../store/clock';

/** How far the time of signing may be off, before and behind. */
export const TOLERANCE_SECONDS = 300;

/** By what a message is known again. */
export interface MessageIdentity {
	/** As the sender writes it, or the signature where the sender gives none. */
	readonly id: string;
	readonly keptSeconds: number;
	/** What a repetition of the same message gets: an answer without a run, or a refusal. */
	readonly onRepeat: 'answer' | 'refuse';
}

/** A message whose signature holds. */
export interface SignedBody extends MessageIdentity {
	/** Id of the signing key. */
	readonly signedBy: string;
	readonly body: Uint8Array;
}

export interface ShownSignature {
	readonly kind: VerificationKey['kind'];
	readonly bytes: Uint8Array;
}

/** What a message says of its signature, in the words of its scheme. */
export interface SignedParts {
	readonly kind: 'signed';
	/** `undefined` where the scheme signs no time. */
	readonly signedAt: Instant | undefined;
	readonly algorithm: HmacAlgorithm;
	/** One that holds suffices. */
	readonly signatures: readonly ShownSignature[];
	/** What may have been signed, as parts that follow one another; most schemes know one way. */
	bases(body: Uint8Array): Iterable<readonly Uint8Array[]>;
	readonly identity: MessageIdentity;
}

/** Kept so long, a message that may be sent again for days is not run twice. */
const RETRIES_SECONDS = 3 * 24 * 60 * 60;
const UNTIMED_SECONDS = 30 * 24 * 60 * 60;

/** A message that keeps its id in each retry. */
export function knownById(id: string): MessageIdentity {
	return { id: `id ${id}`, keptSeconds: RETRIES_SECONDS, onRepeat: 'answer' };
}

/** A message without an id: it is its signature, which repeats only with everything that is signed. */
export function knownBySignature(
	signature: Uint8Array,
	isTimed: boolean,
	onRepeat: MessageIdentity['onRepeat'] = 'answer',
): MessageIdentity {
	const keptSeconds = isTimed ? 2 * TOLERANCE_SECONDS : UNTIMED_SECONDS;
	return { id: `signature ${Buffer.from(signature).toString('base64')}`, keptSeconds, onRepeat };
}

const MOST_LETTERS = 1000;

/** The value of a header field that stands there once, and is no longer than such values are. */
export function onlyField({ headerFields }: HttpMessage, name: string): string | undefined {
	const values = headerFields.filter(([each]) => each.toLowerCase() === name);
	const [value] = values.map(([, text]) => text);
	return values.length === 1 && value && value.length <= MOST_LETTERS ? value : undefined;
}

const SECONDS = /^[0-9]{1,11}$/;

/** Reads whole Unix seconds, and nothing else (NT-72). */
export function unixSeconds(text: string | undefined): Instant | undefined {
	return text !== undefined && SECONDS.test(text) ? Number(text) * 1000 : undefined;
}

export function isWithinTolerance(signedAt: Instant, now: Instant): boolean {
	return Math.abs(now - signedAt) <= TOLERANCE_SECONDS * 1000;
}

/** Whether one of the signatures is this key's, over one of the ways to write the message. */
export function isSignedBy(parts: SignedParts, key: VerificationKey, body: Uint8Array): boolean {
	const shown = parts.signatures.filter(({ kind }) => kind === key.kind);
	if (shown.length === 0) return false;
	for (const base of parts.bases(body)) {
		if (key.kind === 'ed25519') {
			if (shown.some(({ bytes }) => key.verifies(base, bytes))) return true;
			continue;
		}
		const expected = key.sign(parts.algorithm, base);
		// All of them: which one holds is nobody's business.
		const held = shown.filter(({ bytes }) => sameBytes(expected, bytes));
		if (held.length > 0) return true;
	}
	return false;
}
