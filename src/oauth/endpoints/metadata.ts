import { type Answered, errorAnswer, jsonAnswer } from '../answers';
import { ASSERTION_ALGORITHMS } from '../client-authentication/assertion';
import { refuse } from '../refusal';
import type { Received } from '../request';
import { ENDPOINTS } from './paths';

const AUTHENTICATION_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/**
 * RFC 8414 section 2, and RFC 9207 section 3. The OpenID form has the same members: there are no ID
 * tokens.
 */
export function metadataOf(issuer: string): object {
	const authentication = {
		methods: [...AUTHENTICATION_METHODS, 'none'],
		closed: AUTHENTICATION_METHODS,
	};
	return {
		issuer,
		authorization_endpoint: issuer + ENDPOINTS.authorize.path,
		token_endpoint: issuer + ENDPOINTS.token.path,
		revocation_endpoint: issuer + ENDPOINTS.revoke.path,
		introspection_endpoint: issuer + ENDPOINTS.introspect.path,
		jwks_uri: issuer + ENDPOINTS.jwks.path,
		response_types_supported: ['code'],
		response_modes_supported: ['query'],
		grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
		code_challenge_methods_supported: ['S256'],
		authorization_response_iss_parameter_supported: true,
		token_endpoint_auth_methods_supported: authentication.methods,
		token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
		revocation_endpoint_auth_methods_supported: authentication.methods,
		revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
		introspection_endpoint_auth_methods_supported: authentication.closed,
		introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
	};
}

/** Anybody may read it, from any page. */
export const PUBLIC_FIELDS = { 'access-control-allow-origin': '*' };

export function metadataEndpoint({ request, place }: Received): Answered {
	if (request.method !== 'GET') return { answer: errorAnswer(GET_ALONE), notes: [] };
	return { answer: jsonAnswer(metadataOf(place.issuer), 200, PUBLIC_FIELDS), notes: [] };
}

export const GET_ALONE = refuse('invalid_request', 'method-not-allowed', {
	status: 405,
	headers: { allow: 'GET' },
});
