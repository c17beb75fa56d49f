import {
	fromFunction,
	fromParameter,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
	webhookDescriptionFields,
} from 'n8n-workflow';

import { checkActivation } from '../../src/n8n/check-activation';
import { receiveCall } from '../../src/n8n/receive-call';
import { testRealmCredential } from '../../src/n8n/test-realm-credential';
import { triggerFields } from './trigger.fields';

export class IncomingApiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Incoming API Trigger',
		name: 'incomingApiTrigger',
		icon: {
			light: 'file:../../icons/incoming-api.svg',
			dark: 'file:../../icons/incoming-api.dark.svg',
		},
		group: ['trigger'],
		version: 2,
		subtitle: '={{ $parameter["allowAnonymous"] ? "open to anyone" : "callers with an API key" }}',
		description: 'Starts the workflow when an authenticated caller calls its webhook address',
		defaults: { name: 'Incoming API Trigger' },
		eventTriggerDescription: 'Waiting for you to call the test URL',
		activationMessage: 'You can now call your production URL with an API key.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'accessRealmApi', required: true, testedBy: 'testAccessRealm' }],
		webhooks: [
			{
				name: 'default',
				isFullPath: true,
				...webhookDescriptionFields({
					httpMethod: fromFunction((parameters: { httpMethod?: string | string[] }) =>
						[parameters.httpMethod ?? 'POST'].flat().join(','),
					),
					path: fromParameter('path'),
					responseMode: fromParameter('responseMode', 'onReceived'),
					responseCode: fromFunction((parameters: { responseMode?: string }) =>
						parameters.responseMode === 'lastNode'
							? 200
							: parameters.responseMode === 'responseNode'
								? 500
								: 202,
					),
					responseData: fromFunction((parameters: { responseMode?: string }) =>
						parameters.responseMode === 'lastNode' ? 'allEntries' : undefined,
					),
				}),
			},
		],
		properties: triggerFields,
	};

	methods = { credentialTest: { testAccessRealm: testRealmCredential } };

	webhookMethods = {
		default: {
			// n8n keeps the registration itself; `create` is where an activation can be refused.
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await checkActivation(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveCall(this);
	}
}
