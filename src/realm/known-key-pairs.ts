import {
	judgeProvenKeyPair,
	type KeyPairDeps,
	type KeyPairProof,
	proveKeyPair,
} from '../authentication/key-pair';
import { parsePairKey } from '../crypto/pair-key-text';
import type { Credentials } from '../store/credentials';
import { findKeyPair, type KnownKeyPair } from '../store/key-pairs';
import { stateAt } from '../store/life-cycle';
import type { Store } from '../store/store';
import { rememberRecords } from './cache';
import { lastUses } from './last-uses';
import type { RealmKeys } from './realm-keys';

/** What token endpoints know of key pairs; a warm proof costs nothing of the database. */
export interface KnownKeyPairs {
	/**
	 * Whether this secret belongs to this key and may be used from this address; the latest use is
	 * noted where it may. Any text is judged, none is shown to anybody.
	 */
	prove(key: string, secret: string, address: string | undefined): Promise<KeyPairProof>;
	/** The same for a key that was proven by one of its secrets earlier, which is named. */
	proveAgain(
		credentialId: string,
		secretId: string,
		address: string | undefined,
	): Promise<KeyPairProof>;
	/** Id of the user whose pair has this key, which counts now; a key alone proves nothing. */
	ownerOf(key: string): Promise<string | undefined>;
	/** Saves the latest uses. */
	save(): Promise<void>;
	/** The same for the last time, and stops hearing of changes. */
	close(): Promise<void>;
}

interface KnownKeyPairsDeps extends KeyPairDeps {
	readonly credentials: Pick<Credentials, 'saveLastUses'>;
	readonly keys: Pick<RealmKeys, 'need'>;
	readonly store: Store;
	readonly realmId: string;
}

export function knownKeyPairs(deps: KnownKeyPairsDeps): KnownKeyPairs {
	const { credentials, keys, store, realmId, clock, environment } = deps;
	const load = async (credentialId: string): Promise<KnownKeyPair | undefined> => {
		const pair = await findKeyPair(store, realmId, credentialId);
		const versions = new Set(pair?.secrets.map(({ pepperVersion }) => pepperVersion));
		for (const version of versions) await keys.need(version);
		return pair;
	};
	const remembered = rememberRecords(load, clock);
	const uses = lastUses(credentials.saveLastUses);
	const stopListening = store.onAnnounced((changed) => {
		if (changed === undefined || changed === realmId) remembered.clear();
	});

	const noted = (proof: KeyPairProof, address: string | undefined): KeyPairProof => {
		if (proof.kind === 'proven') uses.note(proof.credentialId, { at: clock.now(), address });
		return proof;
	};

	return {
		async prove(key, secret, address) {
			const credentialId = parsePairKey(environment, key);
			const pair = credentialId === undefined ? undefined : await remembered.find(credentialId);
			return noted(proveKeyPair(deps, pair, secret, address), address);
		},
		async proveAgain(credentialId, secretId, address) {
			const pair = await remembered.find(credentialId);
			return noted(judgeProvenKeyPair(deps, pair, secretId, address), address);
		},
		async ownerOf(key) {
			const credentialId = parsePairKey(environment, key);
			const pair = credentialId === undefined ? undefined : await remembered.find(credentialId);
			const counts = pair?.userEnabled === true && stateAt(pair, clock.now()) === 'active';
			return counts ? pair.userId : undefined;
		},
		save: uses.save,
		async close() {
			stopListening();
			await uses.close();
		},
	};
}
