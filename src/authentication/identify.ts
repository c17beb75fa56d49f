import type { Policy } from '../authorization/may-call';
import type { HttpMessage } from '../http/message';
import { ACCESS_TOKEN, type AccessTokenDeps } from './access-token';
import { API_KEY, type ApiKeyDeps } from './api-key';
import { ACT_AS } from './credential-sets';
import { DOMAIN_KEY, type DomainKeyDeps } from './domain-key';
import type { Presented } from './presented';
import { REST_USER_TOKEN } from './rest-user-token';
import { type Authenticated, reject, type Rejection, type Scheme } from './scheme';
import { SIGNATURE, type SignatureDeps } from './signature';

/** What all schemes together need. */
export type IdentifyDeps = ApiKeyDeps & AccessTokenDeps & DomainKeyDeps & SignatureDeps;

/** In the order in which they are asked whether a credential is theirs. */
const SCHEMES: readonly Scheme<IdentifyDeps>[] = [
	ACCESS_TOKEN,
	API_KEY,
	REST_USER_TOKEN,
	DOMAIN_KEY,
	SIGNATURE,
];

const anonymous = (tenant: string): Authenticated => ({
	kind: 'caller',
	caller: {
		type: 'anonymous',
		credentialId: null,
		scheme: 'anonymous',
		scopes: [],
		privileges: [],
		tenant,
	},
	user: undefined,
	userId: undefined,
	limits: { addresses: undefined, applications: undefined },
	rateLimits: { key: undefined, user: undefined },
});

/**
 * Finds out whose a message is by what it shows. Nothing shown is the anonymous caller; anything
 * shown that does not hold, or is of a kind that the trigger does not accept, is a rejection, also
 * where anonymous calls are allowed (PF-3).
 */
export async function identify(
	deps: IdentifyDeps,
	presented: Presented,
	message: HttpMessage,
	policy: Policy,
): Promise<Authenticated | Rejection> {
	switch (presented.kind) {
		case 'nothing':
			return anonymous(deps.tenant);
		case 'several':
			return reject('several-credentials');
		case 'misplaced':
			return reject('misplaced-credential');
		case 'shown': {
			if (presented.fields.has(ACT_AS) && policy.impersonation !== true) break;
			for (const scheme of SCHEMES) {
				const text = scheme.reads(presented);
				if (text === undefined) continue;
				if (!policy.acceptedCredentials.includes(scheme.kind)) break;
				return await scheme.authenticate(deps, text, { message, shown: presented, policy });
			}
		}
	}
	return reject('scheme-not-accepted');
}
