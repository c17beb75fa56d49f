import type { AuthorizationWire } from '../../authorization-wire';
import { authorizeEndpointOf } from '../../endpoints/authorize';
import { ENDPOINTS } from '../../endpoints/paths';

/** Codes come with `expires_in`, and a token stands in the query where its client needs that. */
const VERINT_WIRE: AuthorizationWire = {
	path: ENDPOINTS.verintAuthorize.path,
	needsResponseType: true,
	namesIssuer: false,
	tellsCodeLife: true,
	needsState: false,
	tokenPlace: ({ tokenInQuery }) => (tokenInQuery ? 'query' : 'fragment'),
};

export const verintAuthorizeEndpoint = authorizeEndpointOf(VERINT_WIRE);
