import { fromFunction, type IWebhookDescription, webhookDescriptionFields } from 'n8n-workflow';

/**
 * What the addresses go by. Each function stands alone, without a name from outside: n8n runs its
 * source in the editor.
 */
interface ServerParameters {
	readonly path?: string;
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

export const serverWebhooks: IWebhookDescription[] = [...oauth];
