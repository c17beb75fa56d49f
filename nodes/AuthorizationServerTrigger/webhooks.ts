import { fromFunction, type IWebhookDescription, webhookDescriptionFields } from 'n8n-workflow';

/**
 * What the addresses go by. Each function stands alone, without a name from outside: n8n runs its
 * source in the editor.
 */
interface ServerParameters {
	readonly path?: string;
	readonly dialects?: readonly string[];
}

// n8n registers nothing where there is no method. GET is answered everywhere, with 405 where it is not taken.
const oauthGet = fromFunction(({ dialects }: ServerParameters) =>
	(dialects ?? ['oauth']).some((name) => name === 'oauth' || name === 'interActionPlus')
		? 'GET'
		: '',
);
const oauthGetAndPost = fromFunction(({ dialects }: ServerParameters) =>
	(dialects ?? ['oauth']).some((name) => name === 'oauth' || name === 'interActionPlus')
		? 'GET,POST'
		: '',
);
const verintGetAndPost = fromFunction(({ dialects }: ServerParameters) =>
	dialects?.includes('verint') ? 'GET,POST' : '',
);
const interactGet = fromFunction(({ dialects }: ServerParameters) =>
	dialects?.includes('interact') ? 'GET' : '',
);
const interactGetAndPost = fromFunction(({ dialects }: ServerParameters) =>
	dialects?.includes('interact') ? 'GET,POST' : '',
);
const interActionPlusGetAndPost = fromFunction(({ dialects }: ServerParameters) =>
	dialects?.includes('interActionPlus') ? 'GET,POST' : '',
);
const getAndPost = fromFunction(() => 'GET,POST');
const inbentaGet = fromFunction(({ dialects }: ServerParameters) =>
	dialects?.includes('inbenta') ? 'GET' : '',
);
const inbentaGetAndPost = fromFunction(({ dialects }: ServerParameters) =>
	dialects?.includes('inbenta') ? 'GET,POST' : '',
);
const onReceived = fromFunction(() => 'onReceived');

type Parameter = Parameters<typeof webhookDescriptionFields>[0]['path'];

function webhook(
	httpMethod: Parameter,
	path: Parameter,
	name: IWebhookDescription['name'] = 'setup',
): IWebhookDescription {
	return {
		name,
		isFullPath: true,
		...webhookDescriptionFields({ httpMethod, path, responseMode: onReceived }),
	};
}

// The first of each dialect is `default`: what is registered of it sees to the activation.
const oauth: readonly IWebhookDescription[] = [
	webhook(
		oauthGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/authorize`),
		'default',
	),
	webhook(
		oauthGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/token`),
	),
	webhook(
		oauthGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/revoke`),
	),
	webhook(
		oauthGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/introspect`),
	),
	webhook(
		oauthGet,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/jwks`),
	),
	webhook(
		oauthGet,
		fromFunction(
			({ path }: ServerParameters) => `${path ?? ''}/.well-known/oauth-authorization-server`,
		),
	),
	webhook(
		oauthGet,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/.well-known/openid-configuration`),
	),
];

const verint: readonly IWebhookDescription[] = [
	webhook(
		verintGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/api.ashx/v2/oauth/authorize`),
		'default',
	),
	webhook(
		verintGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/api.ashx/v2/oauth/token`),
	),
];

const interact: readonly IWebhookDescription[] = [
	webhook(
		interactGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/token`),
		'default',
	),
	webhook(
		interactGet,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/info`),
	),
];

const links: readonly IWebhookDescription[] = [
	webhook(
		getAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/once`),
	),
];

const inbenta: readonly IWebhookDescription[] = [
	webhook(
		inbentaGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/auth`),
		'default',
	),
	webhook(
		inbentaGetAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/refreshToken`),
	),
	webhook(
		inbentaGet,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/apis`),
	),
];

const interActionPlus = webhook(
	interActionPlusGetAndPost,
	fromFunction(({ path }: ServerParameters) => `${path ?? ''}/setup`),
);

export const serverWebhooks: IWebhookDescription[] = [
	...oauth,
	...verint,
	...interact,
	...inbenta,
	interActionPlus,
	...links,
];
