import { decryptValue, type EncryptedValue, encryptValue } from '../crypto/encrypted-value';
import { keyedMacs, type Macs } from '../crypto/mac';
import { openSealed, sealingKeyPair } from '../crypto/sealed-box';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import { unwrapKey, type WrappedKey, wrapKey } from '../crypto/wrapped-key';
import type { StoredDatasource } from '../store/datasources';
import type { StoredSecret } from '../store/secrets';
import { associatedData, type DatasourcePlace, type SecretPlace } from './associated-data';
import {
	countsOf,
	type DatasourceState,
	openState,
	type SealedState,
	sealState,
	type SecretState,
} from './datasource-state';
import { type SecretText, secretText } from './secret-text';

/** A secret key as it is kept: to be relied on, put there by hand, or with a value that does not open. */
export type ReadSecret =
	| { readonly kind: 'read'; readonly counts: SecretState; readonly secret: SecretText }
	| { readonly kind: 'unreadable'; readonly counts: SecretState }
	| { readonly kind: 'changed' };

/** What the key of one datasource can do. The key itself stays inside. */
export interface Vault {
	/** `undefined` where state, name or hosts were changed by hand. */
	openState(sealed: SealedState): DatasourceState | undefined;
	sealState(state: DatasourceState): SealedState;
	encrypt(place: SecretPlace, secret: SecretText): EncryptedValue;
	/** Reads a secret key as it is kept, and what counts of it. */
	read(state: DatasourceState, stored: StoredSecret): ReadSecret;
	/** Base64 of the public key of the pair with this number. */
	publicKey(number: number): string;
	/** Opens what was sealed for the pair with this number. */
	unseal(number: number, sealed: Uint8Array): string | undefined;
	/** Wraps the key for the holder of a datasource key. */
	wrapFor(publicId: string, secret: Uint8Array): WrappedKey;
	/** Keys the chain of audit entries of whoever has no more than this vault. */
	readonly auditMacs: Macs;
}

/** What a vault is made with. */
export interface VaultDeps {
	readonly sodium: Sodium;
	readonly bytes: (length: number) => Uint8Array;
}

export const DATASOURCE_KEY_BYTES = 32;
const STATE_NONCE_BYTES = 16;

/** The place that the row of a datasource claims to stand in. */
export function placeOf(
	realmId: string,
	{ id, name, allowedDomains }: Pick<StoredDatasource, 'id' | 'name' | 'allowedDomains'>,
): DatasourcePlace {
	return { realmId, datasourceId: id, name, allowedDomains };
}

const accessContext = ({ realmId, datasourceId }: DatasourcePlace, publicId: string): string =>
	`incoming-api/datasource-access/v1:${realmId}:${datasourceId}:${publicId}`;

/** Opens what `Vault.wrapFor` wrapped; `undefined` for another key or another place. */
export function unwrapWithDatasourceKey(
	sodium: Sodium,
	place: DatasourcePlace,
	given: { readonly publicId: string; readonly secret: Uint8Array },
	wrapped: WrappedKey,
): Uint8Array | undefined {
	return unwrapKey(sodium, given.secret, wrapped, accessContext(place, given.publicId));
}

export function vaultOf(
	{ sodium, bytes }: VaultDeps,
	place: DatasourcePlace,
	key: Uint8Array,
): Vault {
	const macs = keyedMacs(sodium, deriveSubkey(sodium, key, 'state'));
	const wrapping = deriveSubkey(sodium, key, 'wrapping');
	const sealing = deriveSubkey(sodium, key, 'sealing');
	const decrypt = ({ id, name, value }: StoredSecret): SecretText | undefined => {
		if (value === undefined) return undefined;
		const { version, allowedDomains, encrypted } = value;
		const context = associatedData(place, { id, name, version, allowedDomains });
		const bytesOfValue = decryptValue(sodium, wrapping, encrypted, context);
		if (bytesOfValue === undefined) return undefined;
		const text = secretText(Buffer.from(bytesOfValue).toString());
		sodium.memzero(bytesOfValue);
		return text;
	};
	const pair = (number: number) => sealingKeyPair(sodium, sealing, number);
	return {
		openState: (sealed) => openState(macs, place, sealed),
		sealState: (state) => sealState(macs, place, state, bytes(STATE_NONCE_BYTES)),
		encrypt(secretPlace, secret) {
			const value = Buffer.from(secret.reveal());
			const context = associatedData(place, secretPlace);
			const encrypted = encryptValue(sodium, wrapping, value, context, bytes);
			sodium.memzero(value);
			return encrypted;
		},
		read(state, stored) {
			const counts = countsOf(state, stored);
			if (counts === undefined) return { kind: 'changed' };
			const secret = decrypt(stored);
			return secret === undefined
				? { kind: 'unreadable', counts }
				: { kind: 'read', counts, secret };
		},
		publicKey: (number) => Buffer.from(pair(number).publicKey).toString('base64'),
		unseal(number, sealed) {
			const opened = openSealed(sodium, pair(number), sealed);
			return opened && Buffer.from(opened).toString();
		},
		wrapFor: (publicId, secret) =>
			wrapKey(sodium, secret, key, accessContext(place, publicId), bytes),
		auditMacs: keyedMacs(sodium, deriveSubkey(sodium, key, 'audit')),
	};
}
