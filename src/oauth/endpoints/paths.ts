/** The endpoints, as they lie under the issuer. */
export const PATHS = {
	authorize: '/oauth/authorize',
	token: '/oauth/token',
	revoke: '/oauth/revoke',
	introspect: '/oauth/introspect',
	jwks: '/oauth/jwks',
	metadata: '/.well-known/oauth-authorization-server',
	openidMetadata: '/.well-known/openid-configuration',
} as const;

export type EndpointName = keyof typeof PATHS;
