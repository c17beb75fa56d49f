import { type Environment, generateCredential } from '../crypto/credential-text';
import type { DigestLabel, Digests, SecretOwner } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { NewVersion } from '../store/credentials';

export interface IssueDeps {
	/** Digests by the newest pepper, and the version of the realm key that it comes from. */
	readonly newestDigests: () => { readonly digests: Digests; readonly pepperVersion: number };
	readonly random: RandomSource;
	readonly brand: string;
	readonly environment: Environment;
}

/** Makes a value: its text for whoever gets it, and what is stored of it for its owner alone. */
export function issue(
	{ brand, environment, random, newestDigests }: IssueDeps,
	label: DigestLabel,
	owner: SecretOwner,
): { readonly text: string; readonly version: NewVersion } {
	const { digests, pepperVersion } = newestDigests();
	const { text, ...shown } = generateCredential(brand, environment, random.bytes);
	const digest = digests.of(label, shown, owner);
	return { text, version: { publicId: shown.publicId, digest, pepperVersion } };
}
