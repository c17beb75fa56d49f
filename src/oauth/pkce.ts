import { equalTexts } from '../crypto/equal-texts';
import { sha256 } from '../crypto/sha256';
import { type Refused, refuse } from './refusal';

/** A SHA-256 in base64url without padding: RFC 7636 section 4.2. */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

export function isCodeChallenge(text: string): boolean {
	return CHALLENGE.test(text);
}

/** The challenge of a verifier by the method S256: RFC 7636 section 4.6. */
export function codeChallengeOf(verifier: string): string {
	return Buffer.from(sha256(verifier)).toString('base64url');
}

/**
 * Compares what a client shows with what it announced. Each without the other is refused, so that
 * nobody can strip the challenge off (RFC 9700 sections 2.1.1 and 4.8.2).
 */
export function refuseVerifier(
	challenge: string | undefined,
	verifier: string | undefined,
): Refused | undefined {
	if (challenge === undefined && verifier === undefined) return undefined;
	if (challenge === undefined) return refuse('invalid_grant', 'verifier-not-expected');
	if (verifier === undefined) return refuse('invalid_grant', 'verifier-missing');
	if (!VERIFIER.test(verifier)) return refuse('invalid_grant', 'verifier-malformed');
	return equalTexts(codeChallengeOf(verifier), challenge)
		? undefined
		: refuse('invalid_grant', 'verifier-mismatch');
}
