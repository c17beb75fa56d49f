import { type Environment, parseCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import { isAllowedPage, type Page, pageOf } from '../http/cors';
import type { Clock, Instant } from '../store/clock';
import type { DomainKeys, KnownDomainKey } from '../store/domain-keys';
import { type LifeCycleState, stateAt } from '../store/life-cycle';
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

/** Whether a page may use a domain key; the reason is for the audit alone. */
export type DomainKeyProof =
	| { readonly kind: 'proven'; readonly key: KnownDomainKey; readonly publicId: string }
	| {
			readonly kind: 'unproven';
			readonly reason:
				| 'malformed-key'
				| 'unknown-key'
				| 'key-mismatch'
				| `key-${Exclude<LifeCycleState, 'active'>}`
				| 'origin-not-allowed';
			/** The credential concerned, where the key was right. */
			readonly credentialId: string | undefined;
	  };

type Unproven = Extract<DomainKeyProof, { kind: 'unproven' }>;
const unproven = (reason: Unproven['reason'], credentialId?: string): Unproven => ({
	kind: 'unproven',
	reason,
	credentialId,
});

/** Whether a key that is known counts now, for this page. */
export function judgeDomainKey(
	key: KnownDomainKey,
	publicId: string,
	page: Page,
	now: Instant,
): DomainKeyProof {
	const state = stateAt(key, now);
	if (state !== 'active') return unproven(`key-${state}`, key.credentialId);
	return isAllowedPage(page, key.origins)
		? { kind: 'proven', key, publicId }
		: unproven('origin-not-allowed', key.credentialId);
}

/** Finds a domain key by its text: public, and worth something only from a page of its own origins. */
export async function proveDomainKey(
	{ domainKeys, digestsOf, clock, environment }: Omit<DomainKeyDeps, 'tenant'>,
	text: string,
	page: Page,
): Promise<DomainKeyProof> {
	const presented = parseCredential(text);
	if (presented?.brand !== DOMAIN_KEY_BRAND || presented.environment !== environment) {
		return unproven('malformed-key');
	}
	const key = await domainKeys.findByPublicId(presented.publicId);
	const matches = digestsOf(key?.pepperVersion).matches('domainkey', presented, key);
	if (key === undefined) return unproven('unknown-key');
	if (!matches) return unproven('key-mismatch');
	return judgeDomainKey(key, presented.publicId, page, clock.now());
}

/**
 * Authenticates a domain key as the browser says where it is (IB-13, NT-59). What it may do is what
 * its user may do now and it names itself.
 */
async function authenticateDomainKey(
	deps: DomainKeyDeps,
	text: string,
	{ message }: Call,
): Promise<Authenticated | Rejection> {
	const proof = await proveDomainKey(deps, text, pageOf(message));
	if (proof.kind === 'unproven') return reject(proof.reason, proof.credentialId);
	const { key } = proof;
	const { credentialId } = key;
	return {
		kind: 'caller',
		caller: {
			type: 'user',
			user: key.username,
			credentialId,
			scheme: 'domainKey',
			scopes: [],
			privileges: [],
			tenant: deps.tenant,
		},
		isOfPage: true,
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
