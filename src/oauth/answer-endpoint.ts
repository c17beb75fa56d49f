import { setUpEndpoint } from './dialects/inter-action-plus/set-up';
import { verintAuthorizeEndpoint } from './dialects/verint/authorize';
import { verintTokenEndpoint } from './dialects/verint/token';
import { inbentaUnavailable } from './dialects/inbenta/answers';
import { inbentaApis } from './dialects/inbenta/apis';
import { inbentaAuth } from './dialects/inbenta/auth';
import { inbentaRefreshToken } from './dialects/inbenta/refresh-token';
import { interactUnavailable } from './dialects/interact/answers';
import { interactInfo } from './dialects/interact/info';
import { interactToken } from './dialects/interact/token';
import type { Endpoint } from './endpoint';
import { authorizeEndpoint } from './endpoints/authorize';
import { introspectEndpoint } from './endpoints/introspect';
import { jwksEndpoint } from './endpoints/jwks';
import { metadataEndpoint } from './endpoints/metadata';
import { onceEndpoint } from './endpoints/once';
import type { EndpointName } from './endpoints/paths';
import { revokeEndpoint } from './endpoints/revoke';
import { tokenEndpoint } from './endpoints/token';
import { unavailableAnswer, unavailablePage } from './unavailable';

/** What each endpoint does. */
export const ANSWERS: Readonly<Record<EndpointName, Endpoint>> = {
	authorize: { answer: authorizeEndpoint, unavailable: unavailablePage },
	token: { answer: tokenEndpoint, unavailable: unavailableAnswer },
	revoke: { answer: revokeEndpoint, unavailable: unavailableAnswer },
	introspect: { answer: introspectEndpoint, unavailable: unavailableAnswer },
	jwks: { answer: jwksEndpoint, unavailable: unavailableAnswer },
	metadata: { answer: metadataEndpoint, unavailable: unavailableAnswer },
	openidMetadata: { answer: metadataEndpoint, unavailable: unavailableAnswer },
	setUp: { answer: setUpEndpoint, unavailable: unavailablePage },
	verintAuthorize: { answer: verintAuthorizeEndpoint, unavailable: unavailablePage },
	verintToken: { answer: verintTokenEndpoint, unavailable: unavailableAnswer },
	interactToken: { answer: interactToken, unavailable: interactUnavailable },
	interactInfo: { answer: interactInfo, unavailable: interactUnavailable },
	once: { answer: onceEndpoint, unavailable: unavailablePage },
	inbentaAuth: { answer: inbentaAuth, unavailable: inbentaUnavailable },
	inbentaRefreshToken: { answer: inbentaRefreshToken, unavailable: inbentaUnavailable },
	inbentaApis: { answer: inbentaApis, unavailable: inbentaUnavailable },
};
