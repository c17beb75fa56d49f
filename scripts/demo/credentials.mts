import type { Credential } from '../n8n/credentials.mts';
import type { Remembered } from './memory.mts';

/** The credential of the demo's realm. */
export function realmCredential(passphrase: string, realm = 'default'): Credential {
	return {
		name: realm === 'default' ? 'Access Realm account' : `Access Realm ${realm}`,
		type: 'accessRealmApi',
		data: { realm, passphrase, storage: 'automatic' },
	};
}

/** The credential that holds the secret key MyAPIKey for the external API on loopback. */
export function secretsCredential(secret: string, disabledKeys = ''): Credential {
	return {
		name: 'Secret Keys account',
		type: 'secretKeysApi',
		data: {
			source: 'credential',
			allowedDomains: '127.0.0.1',
			secrets: JSON.stringify({ MyAPIKey: secret }),
			disabledKeys,
		},
	};
}

/** Everything that the example workflows need. */
export function demoCredentials({ passphrase, secret }: Remembered): readonly Credential[] {
	return [realmCredential(passphrase), secretsCredential(secret)];
}
