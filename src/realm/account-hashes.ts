import { keyedMacs } from '../crypto/mac';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import { canonicalName } from '../store/canonical-name';
import type { RealmKey } from './realm-key';
import type { RealmKeys } from './realm-keys';

/** Hashes of account names, which only the realm's key can make: by them a name is found, not read. */
export interface AccountHashes {
	/** As it is kept, under the newest realm key. */
	of(name: string): string;
	/** As it may have been kept, under any realm key. */
	allOf(name: string): readonly string[];
}

export function accountHashes(
	sodium: Sodium,
	keys: Pick<RealmKeys, 'newest' | 'of'>,
): AccountHashes {
	const hashBy = ({ version, bytes }: RealmKey, name: string): string => {
		const macs = keyedMacs(sodium, deriveSubkey(sodium, bytes, 'pepper'));
		const mac = macs.of(Buffer.from(`account\0${canonicalName(name)}`));
		return `${String(version)}.${mac}`;
	};
	return {
		of: (name) => hashBy(keys.newest(), name),
		allOf(name) {
			const versions = Array.from({ length: keys.newest().version }, (_, index) => index + 1);
			const known = versions.flatMap((version) => keys.of(version) ?? []);
			return known.map((key) => hashBy(key, name));
		},
	};
}
