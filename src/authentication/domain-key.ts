import { type Environment, parseCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import { isAllowedPage, pageOf } from '../http/cors';
import type { Clock } from '../store/clock';
import type { DomainKeys } from '../store/domain-keys';
import { stateAt } from '../store/life-cycle';
import type { RateLimit } from '../store/rate-buckets';
import { type Authenticated, type Call, reject, type Rejection, type Scheme } from './scheme';

/** First letters of every domain key. */
export const DOMAIN_KEY_BRAND = 'idom';

/** How often one address may call with a domain key that says nothing of it (IB-18). */
export const DOMAIN_KEY_LIMIT: RateLimit = { calls: 60, seconds: 60, burst: 60 };

export interface DomainKeyDeps {
	readonly domainKeys: Pick<DomainKeys, 'findByPublicId'>;
	/** By the pepper that a row names; the newest one's without a row. */
	readonly digestsOf: (pepperVersion: number | undefined) => Digests;
	readonly clock: Clock;
	readonly environment: Environment;
	/** UUID of the realm. */
	readonly tenant: string;
}

/**
 * Authenticates a domain key: public, and worth something only from a page of its own origins, as
 * the browser says (IB-13, NT-59). What it may do is what its user may do now and it names itself.
 */
async function authenticateDomainKey(
	{ domainKeys, digestsOf, clock, environment, tenant }: DomainKeyDeps,
	text: string,
	{ message }: Call,
): Promise<Authenticated | Rejection> {
	const presented = parseCredential(text);
	if (presented?.brand !== DOMAIN_KEY_BRAND || presented.environment !== environment) {
		return reject('malformed-key');
	}
	const key = await domainKeys.findByPublicId(presented.publicId);
	const matches = digestsOf(key?.pepperVersion).matches('domainkey', presented, key);
	if (key === undefined) return reject('unknown-key');
	if (!matches) return reject('key-mismatch');

	const { credentialId } = key;
	const state = stateAt(key, clock.now());
	if (state !== 'active') return reject(`key-${state}`, credentialId);
	if (!isAllowedPage(pageOf(message), key.origins)) {
		return reject('origin-not-allowed', credentialId);
	}
	return {
		kind: 'caller',
		caller: {
			type: 'user',
			user: key.username,
			credentialId,
			scheme: 'domainKey',
			scopes: [],
			privileges: [],
			tenant,
		},
		user: { name: key.username, enabled: key.userEnabled },
		userId: key.userId,
		limits: { addresses: undefined, applications: undefined, privileges: key.privileges },
		rateLimits: {
			key: undefined,
			user: key.userRateLimit,
			perAddress: key.rateLimit ?? DOMAIN_KEY_LIMIT,
		},
	};
}

export const DOMAIN_KEY: Scheme<DomainKeyDeps> = {
	kind: 'domainKey',
	reads: ({ anchor, fields }) => (anchor === 'x-domain-key' ? fields.get(anchor) : undefined),
	authenticate: authenticateDomainKey,
};
