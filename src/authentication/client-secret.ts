import { type Environment, parseCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import type { KnownClient } from '../store/clients';
import type { Clock } from '../store/clock';
import { type LifeCycleState, versionStateAt } from '../store/life-cycle';

/** First letters of every client secret. */
export const CLIENT_SECRET_BRAND = 'icli';

/** Whether a secret is a client's; the reason is for the audit alone. */
export type ClientSecretProof =
	| { readonly kind: 'proven'; readonly credentialId: string }
	| {
			readonly kind: 'unproven';
			readonly reason:
				| 'unknown-client'
				| 'client-disabled'
				| 'client-secret-malformed'
				| 'client-secret-mismatch'
				| `client-secret-${Exclude<LifeCycleState, 'active'> | 'rotated'}`;
	  };

export interface ClientSecretDeps {
	/** By the pepper that a row names; the newest one's without a row. */
	readonly digestsOf: (pepperVersion: number | undefined) => Digests;
	readonly clock: Clock;
	readonly environment: Environment;
}

const unproven = (
	reason: Extract<ClientSecretProof, { kind: 'unproven' }>['reason'],
): ClientSecretProof => ({ kind: 'unproven', reason });

/**
 * Compares a secret with those of a client, in constant time. An unknown client, a client without a
 * secret and a wrong secret cost the same; state is judged after the secret.
 */
export function proveClientSecret(
	{ digestsOf, clock, environment }: ClientSecretDeps,
	client: KnownClient | undefined,
	text: string,
): ClientSecretProof {
	const shown = parseCredential(text);
	if (shown?.brand !== CLIENT_SECRET_BRAND || shown.environment !== environment) {
		return unproven('client-secret-malformed');
	}
	const version = client?.secrets.find(({ publicId }) => publicId === shown.publicId);
	const stored = client?.secret &&
		version && {
			digest: version.digest,
			userId: client.clientId,
			credentialId: client.secret.credentialId,
		};
	const matches = digestsOf(version?.pepperVersion).matches('clientsecret', shown, stored);
	if (client === undefined) return unproven('unknown-client');
	if (!matches || client.secret === undefined || version === undefined) {
		return unproven('client-secret-mismatch');
	}
	if (!client.enabled) return unproven('client-disabled');
	const state = versionStateAt(client.secret, version, clock.now());
	return state === 'active'
		? { kind: 'proven', credentialId: client.secret.credentialId }
		: unproven(`client-secret-${state}`);
}
