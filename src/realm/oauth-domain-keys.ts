import {
	DOMAIN_KEY_BRAND,
	DOMAIN_KEY_LIMIT,
	type DomainKeyDeps,
	judgeDomainKey,
	proveDomainKey,
} from '../authentication/domain-key';
import { parseCredential } from '../crypto/credential-text';
import { parseAddress } from '../http/cidr';
import { isAllowedPage } from '../http/cors';
import { parseOriginRule } from '../http/origin';
import type { DomainKeyPorts } from '../oauth/ports';
import type { DomainKeys } from '../store/domain-keys';
import { stateAt } from '../store/life-cycle';
import type { RateBuckets } from '../store/rate-buckets';
import { takeLimits } from './take-limits';

interface OAuthDomainKeyDeps extends Omit<DomainKeyDeps, 'tenant'> {
	readonly stored: Pick<DomainKeys, 'list'>;
	readonly buckets: RateBuckets;
}

/** Domain keys, as pages exchange them at the endpoints of the authorization server. */
export function oauthDomainKeys(deps: OAuthDomainKeyDeps): DomainKeyPorts {
	const { domainKeys, stored, buckets, clock } = deps;
	return {
		isOne: (text) => parseCredential(text)?.brand === DOMAIN_KEY_BRAND,
		prove: (text, page) => proveDomainKey(deps, text, page),
		async proveAgain(publicId, page) {
			const key = await domainKeys.findByPublicId(publicId);
			if (key !== undefined) return judgeDomainKey(key, publicId, page, clock.now());
			return { kind: 'unproven', reason: 'unknown-key', credentialId: undefined };
		},
		async isPageOf(username, page) {
			const keys = await stored.list({ username });
			return keys.some((key) => {
				const rules = key.origins.flatMap((text) => parseOriginRule(text) ?? []);
				return stateAt(key, clock.now()) === 'active' && isAllowedPage(page, rules);
			});
		},
		async take({ credentialId, rateLimit }, address) {
			const from = address === undefined ? undefined : parseAddress(address);
			const call = {
				trigger: '',
				credentialId,
				users: [],
				address: from,
				keyLimit: undefined,
				perAddressLimit: rateLimit ?? DOMAIN_KEY_LIMIT,
			};
			const { refusedBy, fields } = await takeLimits(buckets, call, []);
			return refusedBy === undefined ? undefined : fields;
		},
	};
}
