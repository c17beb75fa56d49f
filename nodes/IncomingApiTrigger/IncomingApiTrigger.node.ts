import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { checkActivation } from '../../src/n8n/check-activation';
import { withdrawTrigger } from '../../src/n8n/publish-trigger';
import { receiveCall } from '../../src/n8n/receive-call';
import { testRealmCredential } from '../../src/n8n/test-realm-credential';
import { triggerFields } from './trigger.fields';
import { triggerWebhooks } from './webhooks';

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
		subtitle:
			'={{ [$parameter["httpMethod"]].flat().join(", ") + " " + $parameter["path"] + ($parameter["allowAnonymous"] ? ": open to anyone" : ": callers it knows") }}',
		description: 'Starts the workflow when an authenticated caller calls its webhook address',
		defaults: { name: 'Incoming API Trigger' },
		eventTriggerDescription: 'Waiting for you to call the test URL',
		activationMessage:
			'You can now call your production URL with a credential that this trigger accepts.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'accessRealmApi', required: true, testedBy: 'testAccessRealm' }],
		webhooks: triggerWebhooks,
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
				return await withdrawTrigger(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveCall(this);
	}
}
