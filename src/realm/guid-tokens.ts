import { formatGuid, GUID_BYTES, parseGuid } from '../crypto/guid-text';
import type { RandomSource } from '../crypto/random';
import type { GuidTokenPorts } from '../oauth/ports';
import type { DigestsOf } from './realm-digests';
import type { RealmKeys } from './realm-keys';

interface GuidTokenDeps {
	readonly random: RandomSource;
	readonly digestsOf: DigestsOf;
	readonly keys: Pick<RealmKeys, 'newest' | 'versions' | 'refresh'>;
}

/** It is found by its digest, before anything is known of whose it is. */
const NO_OWNER = { userId: '', credentialId: '' };

/** Refresh tokens that are GUIDs: 128 random bits, found by their keyed hash. */
export function guidTokens({ random, digestsOf, keys }: GuidTokenDeps): GuidTokenPorts {
	const digestBy = (version: number | undefined, secret: Uint8Array): string =>
		digestsOf(version).of('guidtoken', { publicId: '', secret }, NO_OWNER);
	return {
		generate() {
			const secret = random.bytes(GUID_BYTES);
			const digest = digestBy(undefined, secret);
			return { text: formatGuid(secret), digest, pepperVersion: keys.newest().version };
		},
		async digestsOf(text) {
			const secret = parseGuid(text);
			if (secret === undefined) return [];
			// No row says by which pepper to look: another process may have made a new one.
			await keys.refresh();
			return keys.versions().map((version) => digestBy(version, secret));
		},
	};
}
