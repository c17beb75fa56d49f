import { sha256 } from '../crypto/sha256';

/** Names something that counts once, in a fixed length. */
export function onceDigest(...parts: readonly string[]): string {
	return Buffer.from(sha256(JSON.stringify(parts))).toString('base64url');
}
