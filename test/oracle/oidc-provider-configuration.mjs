import { errors } from 'oidc-provider';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** The settings of oidc-provider that come closest to ours. */
export function configurationOf(issuer, clients, user) {
	const own = (_, client, token) => client.clientId === token.clientId;
	const resources = ['Default', 'Orders'].map((name) => `${issuer}/applications/${name}`);
	return {
		clients,
		scopes: ['read', 'write'],
		responseTypes: ['code'],
		clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
		enabledJWA: { clientAuthSigningAlgValues: ['EdDSA', 'ES256', 'RS256'] },
		pkce: { required: (_, client) => client.clientAuthMethod === 'none' },
		rotateRefreshToken: true,
		issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
		expiresWithSession: () => false,
		allowOmittingSingleRegisteredRedirectUri: true,
		findAccount: (_, id) =>
			user.enabled ? { accountId: id, claims: () => ({ sub: id }) } : undefined,
		cookies: { keys: ['kept by nobody'] },
		interactions: { url: (_, { uid }) => `${issuer}/interaction/${uid}` },
		routes: {
			authorization: '/oauth/authorize',
			token: '/oauth/token',
			revocation: '/oauth/revoke',
			introspection: '/oauth/introspect',
			jwks: '/oauth/jwks',
		},
		clockTolerance: 30,
		ttl: {
			AccessToken: 10 * MINUTE,
			AuthorizationCode: MINUTE,
			ClientCredentials: 10 * MINUTE,
			Grant: 30 * DAY,
			Interaction: 10 * MINUTE,
			RefreshToken: ({ oidc }) => oidc.entities.RotatedRefreshToken?.remainingTTL ?? 30 * DAY,
			Session: 10 * MINUTE,
		},
		features: {
			devInteractions: { enabled: false },
			userinfo: { enabled: false },
			rpInitiatedLogout: { enabled: false },
			clientCredentials: { enabled: true },
			introspection: { enabled: true, allowedPolicy: own },
			revocation: { enabled: true, allowedPolicy: own },
			resourceIndicators: {
				enabled: true,
				defaultResource: () => undefined,
				useGrantedResource: () => true,
				getResourceServerInfo(_, resource) {
					if (!resources.includes(resource)) throw new errors.InvalidTarget();
					return { scope: 'read write', accessTokenFormat: 'opaque' };
				},
			},
		},
	};
}
