import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { checkServerActivation } from '../../src/n8n/check-server-activation';
import { receiveAuthorizationRequest } from '../../src/n8n/receive-authorization-request';
import { testRealmCredential } from '../../src/n8n/test-realm-credential';
import { serverFields } from './server.fields';
import { serverWebhooks } from './webhooks';

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
		subtitle: '={{ "issues tokens at " + $parameter["path"] }}',
		description: 'Issues OAuth tokens to the clients and users of a realm',
		defaults: { name: 'Authorization Server Trigger' },
		eventTriggerDescription: 'Waiting for a request to the test URL',
		activationMessage: 'Clients can now get tokens.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'accessRealmApi', required: true, testedBy: 'testAccessRealm' }],
		webhooks: serverWebhooks,
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
