import type { Limits } from '../authorization/may-call';
import { type Environment, parseCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import { isWithin, parseAddress } from '../http/cidr';
import type { Clock, Instant } from '../store/clock';
import type { KnownKeyPair, PairReach } from '../store/key-pairs';
import { type LifeCycleState, versionStateAt } from '../store/life-cycle';

/** First letters of the secret of every key pair. */
export const PAIR_SECRET_BRAND = 'isec';

/** Whether key and secret belong together; the reason is for the audit alone. */
export type KeyPairProof =
	| (PairReach & {
			readonly kind: 'proven';
			readonly credentialId: string;
			/** Public id of the secret. */
			readonly secretId: string;
			/** Whose pair it is, who is not by that among those as whom it may act (IN-5). */
			readonly owner: { readonly id: string; readonly name: string };
			/** Where it works. */
			readonly limits: Limits;
	  })
	| {
			readonly kind: 'unproven';
			readonly reason:
				| 'unknown-key-pair'
				| 'key-pair-malformed'
				| 'key-pair-mismatch'
				| `key-pair-${Exclude<LifeCycleState, 'active'> | 'rotated'}`
				| 'user-disabled'
				| 'address-not-allowed';
			/** The credential concerned, where its secret was right. */
			readonly credentialId: string | undefined;
	  };

export interface KeyPairDeps {
	/** By the pepper that a row names; the newest one's without a row. */
	readonly digestsOf: (pepperVersion: number | undefined) => Digests;
	readonly clock: Clock;
	readonly environment: Environment;
}

type Unproven = Extract<KeyPairProof, { kind: 'unproven' }>;
const unproven = (reason: Unproven['reason'], credentialId?: string): Unproven => ({
	kind: 'unproven',
	reason,
	credentialId,
});

function isFromThere({ addresses }: KnownKeyPair, text: string | undefined): boolean {
	if (addresses === undefined) return true;
	const address = text === undefined ? undefined : parseAddress(text);
	return address !== undefined && addresses.some((range) => isWithin(address, range));
}

/**
 * Compares a secret with those of a key pair, in constant time. An unknown pair and a wrong secret
 * cost the same; state, user and address are judged after the secret.
 */
export function proveKeyPair(
	{ digestsOf, clock, environment }: KeyPairDeps,
	pair: KnownKeyPair | undefined,
	secret: string,
	address: string | undefined,
): KeyPairProof {
	const shown = parseCredential(secret);
	if (shown?.brand !== PAIR_SECRET_BRAND || shown.environment !== environment) {
		return unproven('key-pair-malformed');
	}
	const version = pair?.secrets.find(({ publicId }) => publicId === shown.publicId);
	const stored = pair &&
		version && { digest: version.digest, userId: pair.userId, credentialId: pair.credentialId };
	const matches = digestsOf(version?.pepperVersion).matches('keypair', shown, stored);
	if (pair === undefined) return unproven('unknown-key-pair');
	if (!matches || version === undefined) return unproven('key-pair-mismatch');

	return judgeKeyPair(pair, version, clock.now(), address);
}

/** What may be done now with a key pair that was proven by one of its secrets, now or earlier. */
function judgeKeyPair(
	pair: KnownKeyPair,
	version: KnownKeyPair['secrets'][number],
	now: Instant,
	address: string | undefined,
): KeyPairProof {
	const { credentialId, actAs, users } = pair;
	const state = versionStateAt(pair, version, now);
	if (state !== 'active') return unproven(`key-pair-${state}`, credentialId);
	if (!pair.userEnabled) return unproven('user-disabled', credentialId);
	if (!isFromThere(pair, address)) return unproven('address-not-allowed', credentialId);
	const owner = { id: pair.userId, name: pair.username };
	const limits = { addresses: pair.addresses, applications: pair.applications };
	return { kind: 'proven', credentialId, secretId: version.publicId, owner, limits, actAs, users };
}

/** The same for what a pair was exchanged for: the secret by which it was proven is named. */
export function judgeProvenKeyPair(
	{ clock }: Pick<KeyPairDeps, 'clock'>,
	pair: KnownKeyPair | undefined,
	secretId: string,
	address: string | undefined,
): KeyPairProof {
	const version = pair?.secrets.find(({ publicId }) => publicId === secretId);
	if (pair === undefined || version === undefined) return unproven('unknown-key-pair');
	return judgeKeyPair(pair, version, clock.now(), address);
}
