import { type Environment, parseCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import { parseAuthorization } from '../http/authorization';
import type { ApiKeys } from '../store/api-keys';
import type { Clock } from '../store/clock';
import { versionStateAt } from '../store/life-cycle';
import { type Authenticated, reject, type Rejection } from './scheme';

/** First letters of every API key. */
export const API_KEY_BRAND = 'iapi';

export interface ApiKeyDeps {
	readonly keys: Pick<ApiKeys, 'findByPublicId'>;
	readonly digests: Digests;
	readonly clock: Clock;
	readonly environment: Environment;
	/** UUID of the realm. */
	readonly tenant: string;
}

/** The text where an API key may stand; `undefined` where this header cannot carry one. */
export function apiKeyTextIn(header: string, value: string): string | undefined {
	if (header === 'x-api-key') return value;
	if (header !== 'authorization') return undefined;
	const authorization = parseAuthorization(value);
	if (authorization.kind === 'raw') return authorization.text;
	return authorization.scheme === 'bearer' ? authorization.text : undefined;
}

/**
 * Authenticates an API key: raw or as `Bearer` in `Authorization`, or in `X-API-Key` (PF-4). An
 * unknown id costs what a known one costs; state is judged after the secret (NT-44 to NT-47).
 */
export async function authenticateApiKey(
	{ keys, digests, clock, environment, tenant }: ApiKeyDeps,
	text: string,
): Promise<Authenticated | Rejection> {
	const presented = parseCredential(text);
	if (presented?.brand !== API_KEY_BRAND || presented.environment !== environment) {
		return reject('malformed-key');
	}
	const key = await keys.findByPublicId(presented.publicId);
	const matches = digests.matches('apikey', presented.secret, key?.digest);
	if (key === undefined || !matches) return reject('unknown-key');

	const { credentialId } = key;
	const state = versionStateAt(key, key.presented, clock.now());
	if (state !== 'active') return reject(`key-${state}`, credentialId);
	return {
		kind: 'caller',
		caller: {
			type: 'user',
			user: key.username,
			credentialId,
			scheme: 'apiKey',
			scopes: [],
			privileges: [],
			tenant,
		},
		user: { name: key.username, enabled: key.userEnabled },
		userId: key.userId,
		limits: { addresses: key.addresses, applications: key.applications },
	};
}
