import { type Digests, keyedDigests } from '../crypto/digest';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import type { RealmKey } from './realm-key';
import type { RealmKeys } from './realm-keys';

/** Digests by version of the realm key whose pepper keys them; of the newest without a version. */
export type DigestsOf = (pepperVersion: number | undefined) => Digests;

/** Keys as they are found, with the pepper of one that was issued after a rotation elsewhere. */
export function withPeppers<T extends { readonly pepperVersion: number }>(
	{ findByPublicId }: { findByPublicId(publicId: string): Promise<T | undefined> },
	realmKeys: Pick<RealmKeys, 'need'>,
) {
	return {
		async findByPublicId(publicId: string): Promise<T | undefined> {
			const found = await findByPublicId(publicId);
			if (found !== undefined) await realmKeys.need(found.pepperVersion);
			return found;
		},
	};
}

export function realmDigests(sodium: Sodium, keys: RealmKeys, realmId: string): DigestsOf {
	const made = new Map<RealmKey, Digests>();
	return (version) => {
		const key = (version === undefined ? undefined : keys.of(version)) ?? keys.newest();
		const known = made.get(key);
		if (known !== undefined) return known;
		const digests = keyedDigests(sodium, deriveSubkey(sodium, key.bytes, 'pepper'), realmId);
		made.set(key, digests);
		return digests;
	};
}
