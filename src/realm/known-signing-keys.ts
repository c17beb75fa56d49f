import { checkScheme, type SchemeInput } from '../authentication/signature/check-scheme';
import type {
	KnownSigningKey,
	KnownSigningKeys,
} from '../authentication/signature/known-signing-key';
import { parseSigningSecret } from '../authentication/signature/signing-secret';
import type { SigningScheme } from '../authentication/signature/signing-scheme';
import type { SigningVault } from '../secrets/signing-vault';
import type { SigningKeys, StoredSigningKey } from '../store/signing-keys';
import type { RealmKeys } from './realm-keys';

/** Reads a scheme as it is kept; `undefined` where somebody made it what it cannot be. */
export function schemeIn(text: string): SigningScheme | undefined {
	try {
		const checked = checkScheme(JSON.parse(text) as SchemeInput);
		return checked.kind === 'scheme' ? checked.scheme : undefined;
	} catch {
		return undefined; // JSON.parse has no other way to say that a text is not JSON
	}
}

/** Signing keys with their values opened. A value that was changed by hand does not count. */
export function knownSigningKeys(
	stored: Pick<SigningKeys, 'find' | 'findByKeyId'>,
	vault: Pick<SigningVault, 'decrypt'>,
	keys: Pick<RealmKeys, 'need'>,
): KnownSigningKeys {
	const open = async (
		found: StoredSigningKey | undefined,
	): Promise<KnownSigningKey | undefined> => {
		const scheme = found && schemeIn(found.scheme);
		if (found === undefined || scheme === undefined) return undefined;
		// In order: each may bring the realm keys that the next one needs.
		for (const { keyVersion } of found.secrets) await keys.need(keyVersion);
		const { credentialId, userId } = found;
		const secrets = found.secrets.flatMap((secret) => {
			const place = { credentialId, userId, scheme: found.scheme, version: secret.version };
			const text = vault.decrypt(place, secret);
			const parsed = text && parseSigningSecret(scheme, text.reveal());
			if (parsed?.kind !== 'key') return [];
			const { version, supersededAt, graceEndsAt } = secret;
			return [{ version, supersededAt, graceEndsAt, key: parsed.key }];
		});
		return { ...found, scheme, secrets };
	};
	return {
		findSigningKey: async (credentialId) => await open(await stored.find(credentialId)),
		findByKeyId: async (keyId) => await open(await stored.findByKeyId(keyId)),
	};
}
