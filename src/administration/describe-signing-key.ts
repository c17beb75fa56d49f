import type { SigningScheme } from '../authentication/signature/signing-scheme';
import type { Instant } from '../store/clock';
import type { LastUse } from '../store/credentials';
import { type LifeCycleState, stateAt } from '../store/life-cycle';
import type { StoredSigningKey } from '../store/signing-keys';

/** A value of a signing key, without the value. */
export interface DescribedSigningSecret {
	/** Counts from 1. */
	readonly version: number;
	readonly createdAt: Instant;
	/** End of its grace period, where it was superseded. */
	readonly endsAt: Instant | undefined;
}

/** A signing key with the state it is in now; nothing from which a value could be rebuilt. */
export interface DescribedSigningKey {
	readonly credentialId: string;
	readonly name: string;
	readonly username: string;
	/** `damaged` where somebody changed it by hand. */
	readonly state: LifeCycleState | 'damaged';
	/** Absent where it is damaged. */
	readonly scheme: SigningScheme | undefined;
	/** Those that count now, the newest first. */
	readonly secrets: readonly DescribedSigningSecret[];
	readonly createdAt: Instant;
	readonly expiresAt: Instant | undefined;
	readonly revokedAt: Instant | undefined;
	readonly lastUse: LastUse | undefined;
}

export function describeSigningKey(
	schemeIn: (text: string) => SigningScheme | undefined,
	key: StoredSigningKey,
	now: Instant,
): DescribedSigningKey {
	const { credentialId, name, username, createdAt, expiresAt, revokedAt, lastUse } = key;
	const scheme = schemeIn(key.scheme);
	const secrets = key.secrets
		.filter(({ graceEndsAt }) => graceEndsAt === undefined || graceEndsAt > now)
		.map(({ version, createdAt: addedAt, graceEndsAt }) => ({
			version,
			createdAt: addedAt,
			endsAt: graceEndsAt,
		}));
	return {
		...{ credentialId, name, username, scheme, secrets },
		state: scheme === undefined ? 'damaged' : stateAt(key, now),
		...{ createdAt, expiresAt, revokedAt, lastUse },
	};
}
