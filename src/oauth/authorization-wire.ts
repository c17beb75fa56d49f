import type { OAuthClient } from './client';
import { ENDPOINTS } from './endpoints/paths';
import type { Received } from './request';

/** How a wire format has what the authorization endpoint does: the rest is the same in all of them. */
export interface AuthorizationWire {
	/** Where the forms of its pages come back to, under the issuer. */
	readonly path: string;
	/** Whether a request says what it asks for; else it asks for a code where its client may have one. */
	readonly needsResponseType: boolean;
	/** Whether each redirect says who sends it (RFC 9207). */
	readonly namesIssuer: boolean;
	/** Whether a code comes with the seconds that it lives. */
	readonly tellsCodeLife: boolean;
	/** Whether a token is sent by a redirect only where the request had a state. */
	readonly needsState: boolean;
	/** Where in the redirect a token stands. */
	tokenPlace(client: Pick<OAuthClient, 'tokenInQuery'>): 'query' | 'fragment';
}

/** A request to an authorization endpoint, in the wire format that the endpoint has. */
export interface ReceivedIn extends Received {
	readonly wire: AuthorizationWire;
}

/** RFC 6749 section 4, and RFC 9207. */
export const OAUTH_WIRE: AuthorizationWire = {
	path: ENDPOINTS.authorize.path,
	needsResponseType: true,
	namesIssuer: true,
	tellsCodeLife: false,
	needsState: true,
	tokenPlace: () => 'fragment',
};
