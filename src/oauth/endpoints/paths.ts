import type { Dialect } from '../../store/dialect';

/** The endpoints: where they lie under the issuer, and whose wire format they speak. */
export const ENDPOINTS = {
	authorize: { path: '/oauth/authorize', dialect: 'oauth' },
	token: { path: '/oauth/token', dialect: 'oauth' },
	revoke: { path: '/oauth/revoke', dialect: 'oauth' },
	introspect: { path: '/oauth/introspect', dialect: 'oauth' },
	jwks: { path: '/oauth/jwks', dialect: 'oauth' },
	metadata: { path: '/.well-known/oauth-authorization-server', dialect: 'oauth' },
	openidMetadata: { path: '/.well-known/openid-configuration', dialect: 'oauth' },
	setUp: { path: '/setup', dialect: 'interActionPlus' },
	verintAuthorize: { path: '/api.ashx/v2/oauth/authorize', dialect: 'verint' },
	verintToken: { path: '/api.ashx/v2/oauth/token', dialect: 'verint' },
	interactToken: { path: '/token', dialect: 'interact' },
	interactInfo: { path: '/info', dialect: 'interact' },
	once: { path: '/once', dialect: 'oauth' },
	inbentaAuth: { path: '/auth', dialect: 'inbenta' },
	inbentaRefreshToken: { path: '/refreshToken', dialect: 'inbenta' },
	inbentaApis: { path: '/apis', dialect: 'inbenta' },
} as const satisfies Record<string, { readonly path: `/${string}`; readonly dialect: Dialect }>;

export type EndpointName = keyof typeof ENDPOINTS;

const NAMES = Object.keys(ENDPOINTS) as EndpointName[];

/** Whether a server that speaks these dialects has the endpoint. */
function isSpoken(endpoint: EndpointName, dialects: readonly Dialect[]): boolean {
	const { dialect } = ENDPOINTS[endpoint];
	// One-time links are no dialect's.
	if (endpoint === 'once' || dialects.includes(dialect)) return true;
	// InterAction+ is the standard one with a set-up before it.
	return dialect === 'oauth' && dialects.includes('interActionPlus');
}

/**
 * The endpoint that is called, of a server that lies under `base` and speaks these dialects;
 * `undefined` where there is none. A slash at the end counts for nothing, as with n8n.
 *
 * @param path of the URL that was called, whatever stands before `base`
 */
export function findEndpoint(
	path: string,
	base: string,
	dialects: readonly Dialect[],
): EndpointName | undefined {
	const called = path.replace(/\/$/, '');
	const named = NAMES.filter((name) => called.endsWith(`/${base}${ENDPOINTS[name].path}`));
	// The longest: under `oauth`, `oauth/oauth/token` ends as `oauth/token` does.
	const [endpoint] = named.toSorted((a, b) => ENDPOINTS[b].path.length - ENDPOINTS[a].path.length);
	return endpoint !== undefined && isSpoken(endpoint, dialects) ? endpoint : undefined;
}
