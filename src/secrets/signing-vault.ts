import { decryptValue, type EncryptedValue, encryptValue } from '../crypto/encrypted-value';
import { openSealed, sealingKeyPair } from '../crypto/sealed-box';
import { deriveSubkey } from '../crypto/subkey';
import { boundTexts } from './associated-data';
import type { Unsealed } from './open-envelope';
import type { KeyVersions } from './realm-vaults';
import { type SecretText, secretText } from './secret-text';
import type { VaultDeps } from './vault';

/** Where one value of a signing key belongs. */
export interface SigningPlace {
	readonly credentialId: string;
	/** Id of the user whom messages of the key run as. */
	readonly userId: string;
	/** JSON of what the key signs by. */
	readonly scheme: string;
	readonly version: number;
}

/** What a realm's key does for the signing keys of the realm. */
export interface SigningVault {
	/** Base64 of the public key that values are sealed for. */
	publicKey(): string;
	unseal(sealed: Uint8Array): Unsealed | undefined;
	/** `keyVersion` is that of the realm key, and is kept with it. */
	encrypt(
		place: SigningPlace,
		secret: SecretText,
	): { readonly encrypted: EncryptedValue; readonly keyVersion: number };
	/** `undefined` where it was moved or changed, or the realm key is not there. */
	decrypt(
		place: SigningPlace,
		stored: { readonly encrypted: EncryptedValue; readonly keyVersion: number },
	): SecretText | undefined;
}

const LABEL = 'incoming-api/signing-key/v1';
/** The pair of a realm key; a new realm key brings a new pair. */
const PAIR = 1;

/**
 * What the encryption of a value is bound to. Moved to another key, another user or another number, or
 * with another scheme, it does not open.
 */
function contextOf(realmId: string, place: SigningPlace): Uint8Array {
	const { credentialId, userId, scheme, version } = place;
	return boundTexts([LABEL, realmId, credentialId, userId, scheme, String(version)]);
}

export function signingVault(
	{ sodium, bytes }: VaultDeps,
	realmId: string,
	keys: KeyVersions,
): SigningVault {
	type Key = ReturnType<KeyVersions['newest']>;
	const pairOf = ({ bytes: key }: Key) =>
		sealingKeyPair(sodium, deriveSubkey(sodium, key, 'sealing'), PAIR);
	const wrappingOf = ({ bytes: key }: Key) => deriveSubkey(sodium, key, 'wrapping');
	return {
		publicKey: () => Buffer.from(pairOf(keys.newest()).publicKey).toString('base64'),
		unseal(sealed) {
			const { version: newest } = keys.newest();
			for (let version = newest; version >= 1; version -= 1) {
				const key = keys.of(version);
				const opened = key && openSealed(sodium, pairOf(key), sealed);
				if (opened === undefined) continue;
				return { text: Buffer.from(opened).toString(), isInTime: version === newest };
			}
			return undefined;
		},
		encrypt(place, secret) {
			const key = keys.newest();
			const value = Buffer.from(secret.reveal());
			const context = contextOf(realmId, place);
			const encrypted = encryptValue(sodium, wrappingOf(key), value, context, bytes);
			sodium.memzero(value);
			return { encrypted, keyVersion: key.version };
		},
		decrypt(place, { encrypted, keyVersion }) {
			const key = keys.of(keyVersion);
			if (key === undefined) return undefined;
			const value = decryptValue(sodium, wrappingOf(key), encrypted, contextOf(realmId, place));
			if (value === undefined) return undefined;
			const text = secretText(Buffer.from(value).toString());
			sodium.memzero(value);
			return text;
		},
	};
}
