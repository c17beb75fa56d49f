import { type AuthorizationWire, OAUTH_WIRE } from '../../authorization-wire';
import { authorizeEndpointOf } from '../../endpoints/authorize';
import { ENDPOINTS } from '../../endpoints/paths';

/**
 * Where an administrator begins with a link that names the client alone. The rest of an authorization
 * request may be in it too, so that a client which checks its state can make the link.
 */
const SET_UP_WIRE: AuthorizationWire = {
	...OAUTH_WIRE,
	path: ENDPOINTS.setUp.path,
	needsResponseType: false,
};

export const setUpEndpoint = authorizeEndpointOf(SET_UP_WIRE);
