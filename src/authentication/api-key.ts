import { type Environment, parseCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import { parseAuthorization, parseBasic } from '../http/authorization';
import type { ApiKeys } from '../store/api-keys';
import type { Clock } from '../store/clock';
import { versionStateAt } from '../store/life-cycle';
import type { Shown } from './presented';
import { type Authenticated, reject, type Rejection, type Scheme } from './scheme';

/** First letters of every API key. */
export const API_KEY_BRAND = 'iapi';

export interface ApiKeyDeps {
	readonly keys: Pick<ApiKeys, 'findByPublicId'>;
	/** By the pepper that a row names; the newest one's without a row. */
	readonly digestsOf: (pepperVersion: number | undefined) => Digests;
	readonly clock: Clock;
	readonly environment: Environment;
	/** UUID of the realm. */
	readonly tenant: string;
}

/**
 * The text where an API key may stand: raw, as `Bearer` or as the user name of `Basic` in
 * `Authorization`, or in `X-API-Key`. A password is no part of a key: what has one is no key.
 */
function apiKeyTextIn({ anchor, fields }: Shown): string | undefined {
	const value = fields.get(anchor) ?? '';
	if (anchor === 'x-api-key') return value;
	if (anchor !== 'authorization') return undefined;
	const authorization = parseAuthorization(value);
	if (authorization.kind === 'raw') return authorization.text;
	if (authorization.scheme === 'bearer') return authorization.text;
	if (authorization.scheme !== 'basic') return undefined;
	const basic = parseBasic(authorization.text);
	return basic?.password === '' ? basic.username : '';
}

/**
 * Authenticates an API key (PF-4). An unknown id costs what a known one costs; state is judged after
 * the secret (NT-44 to NT-47).
 */
export async function authenticateApiKey(
	{ keys, digestsOf, clock, environment, tenant }: ApiKeyDeps,
	text: string,
): Promise<Authenticated | Rejection> {
	const presented = parseCredential(text);
	if (presented?.brand !== API_KEY_BRAND || presented.environment !== environment) {
		return reject('malformed-key');
	}
	const key = await keys.findByPublicId(presented.publicId);
	const matches = digestsOf(key?.pepperVersion).matches('apikey', presented, key);
	if (key === undefined) return reject('unknown-key');
	if (!matches) return reject('key-mismatch');

	const { credentialId } = key;
	const { version } = key.presented;
	const state = versionStateAt(key, key.presented, clock.now());
	if (state !== 'active') return reject(`key-${state}`, credentialId, version);
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
		version,
		user: { name: key.username, enabled: key.userEnabled },
		userId: key.userId,
		limits: { addresses: key.addresses, applications: key.applications },
		rateLimits: { key: key.rateLimit, user: key.userRateLimit },
	};
}

export const API_KEY: Scheme<ApiKeyDeps> = {
	kind: 'apiKey',
	reads: apiKeyTextIn,
	async authenticate(deps, text, { shown }) {
		// Inbenta's key belongs beside a token; beside an API key it is a second credential.
		if (shown.fields.has('x-inbenta-key')) return reject('several-credentials');
		return await authenticateApiKey(deps, text);
	},
};
