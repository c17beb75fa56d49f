import { fromFunction, type IWebhookDescription, webhookDescriptionFields } from 'n8n-workflow';

/**
 * What the addresses go by. Each function stands alone, without a name from outside: n8n runs its
 * source in the editor.
 */
interface ServerParameters {
	readonly path?: string;
	readonly dialects?: readonly string[];
}

const get = fromFunction(() => 'GET');
// GET is answered everywhere, with 405 where it is not taken.
const getAndPost = fromFunction(() => 'GET,POST');
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

const oauth: readonly IWebhookDescription[] = [
	webhook(
		getAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/authorize`),
		'default',
	),
	webhook(
		getAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/token`),
	),
	webhook(
		getAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/revoke`),
	),
	webhook(
		getAndPost,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/introspect`),
	),
	webhook(
		get,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/jwks`),
	),
	webhook(
		get,
		fromFunction(
			({ path }: ServerParameters) => `${path ?? ''}/.well-known/oauth-authorization-server`,
		),
	),
	webhook(
		get,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/.well-known/openid-configuration`),
	),
];

// n8n registers nothing for an address without a method.
const whereVerint = fromFunction(({ dialects }: ServerParameters) =>
	dialects?.includes('verint') ? 'GET,POST' : '',
);

const verint: readonly IWebhookDescription[] = [
	webhook(
		whereVerint,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/api.ashx/v2/oauth/authorize`),
	),
	webhook(
		whereVerint,
		fromFunction(({ path }: ServerParameters) => `${path ?? ''}/api.ashx/v2/oauth/token`),
	),
];

export const serverWebhooks: IWebhookDescription[] = [...oauth, ...verint];
