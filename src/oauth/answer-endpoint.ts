import type { Answered } from './answers';
import { authorizeEndpoint } from './endpoints/authorize';
import { introspectEndpoint } from './endpoints/introspect';
import { jwksEndpoint } from './endpoints/jwks';
import { metadataEndpoint } from './endpoints/metadata';
import type { EndpointName } from './endpoints/paths';
import { revokeEndpoint } from './endpoints/revoke';
import { tokenEndpoint } from './endpoints/token';
import type { OAuthPorts } from './ports';
import type { Received } from './request';

/** Answers a request to an endpoint. Whatever is wrong with the request is an answer too. */
export async function answerEndpoint(
	endpoint: EndpointName,
	received: Received,
	ports: OAuthPorts,
): Promise<Answered> {
	switch (endpoint) {
		case 'authorize':
			return await authorizeEndpoint(received, ports);
		case 'token':
			return await tokenEndpoint(received, ports);
		case 'revoke':
			return await revokeEndpoint(received, ports);
		case 'introspect':
			return await introspectEndpoint(received, ports);
		case 'jwks':
			return await jwksEndpoint(received, ports);
		case 'metadata':
		case 'openidMetadata':
			return metadataEndpoint(received);
	}
}
