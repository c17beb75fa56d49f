import {
	fromFunction,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
	webhookDescriptionFields,
} from 'n8n-workflow';

import { checkServerActivation } from '../../src/n8n/check-server-activation';
import { receiveAuthorizationRequest } from '../../src/n8n/receive-authorization-request';
import { testRealmCredential } from '../../src/n8n/test-realm-credential';
import { serverFields } from './server.fields';

interface ServerParameters {
	readonly path?: string;
}

// The source of these functions runs in the editor, so each stands by itself.
const authorize = fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/authorize`);
const token = fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/token`);
const revoke = fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/revoke`);
const introspect = fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/introspect`);
const jwks = fromFunction(({ path }: ServerParameters) => `${path ?? ''}/oauth/jwks`);
const metadata = fromFunction(
	({ path }: ServerParameters) => `${path ?? ''}/.well-known/oauth-authorization-server`,
);
const openidMetadata = fromFunction(
	({ path }: ServerParameters) => `${path ?? ''}/.well-known/openid-configuration`,
);

const get = fromFunction(() => 'GET');
// GET is answered everywhere, with 405 where it is not taken.
const getAndPost = fromFunction(() => 'GET,POST');
const onReceived = fromFunction(() => 'onReceived');

export class AuthorizationServerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Authorization Server Trigger',
		name: 'authorizationServerTrigger',
		icon: {
			light: 'file:../../icons/authorization-server.svg',
			dark: 'file:../../icons/authorization-server.dark.svg',
		},
		group: ['trigger'],
		version: 2,
		subtitle: '={{ $parameter["path"] }}',
		description: 'Issues OAuth tokens to the clients and users of a realm',
		defaults: { name: 'Authorization Server Trigger' },
		eventTriggerDescription: 'Waiting for a request to the test URL',
		activationMessage: 'Clients can now get tokens.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'accessRealmApi', required: true, testedBy: 'testAccessRealm' }],
		webhooks: [
			{
				name: 'default',
				isFullPath: true,
				...webhookDescriptionFields({
					httpMethod: getAndPost,
					path: authorize,
					responseMode: onReceived,
				}),
			},
			{
				name: 'setup',
				isFullPath: true,
				...webhookDescriptionFields({
					httpMethod: getAndPost,
					path: token,
					responseMode: onReceived,
				}),
			},
			{
				name: 'setup',
				isFullPath: true,
				...webhookDescriptionFields({
					httpMethod: getAndPost,
					path: revoke,
					responseMode: onReceived,
				}),
			},
			{
				name: 'setup',
				isFullPath: true,
				...webhookDescriptionFields({
					httpMethod: getAndPost,
					path: introspect,
					responseMode: onReceived,
				}),
			},
			{
				name: 'setup',
				isFullPath: true,
				...webhookDescriptionFields({ httpMethod: get, path: jwks, responseMode: onReceived }),
			},
			{
				name: 'setup',
				isFullPath: true,
				...webhookDescriptionFields({ httpMethod: get, path: metadata, responseMode: onReceived }),
			},
			{
				name: 'setup',
				isFullPath: true,
				...webhookDescriptionFields({
					httpMethod: get,
					path: openidMetadata,
					responseMode: onReceived,
				}),
			},
		],
		properties: serverFields,
	};

	methods = { credentialTest: { testAccessRealm: testRealmCredential } };

	webhookMethods = {
		default: {
			// n8n keeps the registration itself; `create` is where an activation can be refused.
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await checkServerActivation(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
		setup: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveAuthorizationRequest(this);
	}
}
