import type { VerificationKey } from '../../crypto/verification-key';
import type { LifeCycle, Version } from '../../store/life-cycle';
import type { RateLimit } from '../../store/rate-buckets';
import type { SigningScheme } from './signing-scheme';

/** One value of a signing key, ready to be used. */
export interface KnownSecret extends Version {
	readonly key: VerificationKey;
}

/** A signing key with all of its values that can still be told apart. */
export interface KnownSigningKey extends LifeCycle {
	readonly credentialId: string;
	readonly userId: string;
	readonly username: string;
	readonly userEnabled: boolean;
	readonly userRateLimit: RateLimit | undefined;
	readonly scheme: SigningScheme;
	/** The newest first. */
	readonly secrets: readonly KnownSecret[];
}

/** The signing keys of a realm. */
export interface KnownSigningKeys {
	findSigningKey(credentialId: string): Promise<KnownSigningKey | undefined>;
	/** By what stands in `x-inbenta-key`. */
	findByKeyId(keyId: string): Promise<KnownSigningKey | undefined>;
}
