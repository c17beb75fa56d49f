import { HookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHookFunctions,
	IWebhookData,
} from 'n8n-workflow';

import { AccessRealmApi } from '../../credentials/AccessRealmApi.credentials';
import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { additionalDataOf, aNode, aWorkflow, type Installed } from './harness';

const TYPE = 'n8n-nodes-incoming-api.incomingApiTrigger';

/** For what n8n asks: a workflow that is published, or a trigger that is tried in the editor. */
type Purpose = 'production' | 'test';

/** An Incoming API Trigger as n8n sees to its registration. */
export interface HookedTrigger {
	create(purpose?: Purpose): Promise<boolean>;
	delete(purpose?: Purpose): Promise<boolean>;
}

export function aHookedTrigger(
	realm: ICredentialDataDecryptedObject,
	parameters: Readonly<Record<string, unknown>>,
): HookedTrigger {
	const type = new IncomingApiTrigger();
	const installed: Installed = {
		nodes: { [TYPE]: type },
		credentialTypes: [new AccessRealmApi()],
		credentials: { realm },
	};
	const credentials = { accessRealmApi: { id: 'realm', name: 'Realm' } };
	const all = { path: 'orders', ...parameters } as IDataObject as never;
	const node = aNode({
		name: 'Trigger',
		type: TYPE,
		parameters: all,
		credentials,
		webhookId: 'id',
	});
	const workflow = aWorkflow(installed, [node]);
	const hook = async (name: 'create' | 'delete', purpose: Purpose): Promise<boolean> => {
		const isTest = purpose === 'test';
		const webhook = { webhookDescription: type.description.webhooks?.[0], isTest } as IWebhookData;
		// n8n ends a test as it ends what is published.
		const isStart = name === 'create' && isTest;
		const context: unknown = new HookContext(
			workflow,
			node,
			additionalDataOf(installed),
			isStart ? 'manual' : name === 'create' ? 'trigger' : 'internal',
			isStart ? 'manual' : name === 'create' ? 'activate' : 'update',
			webhook,
		);
		return await type.webhookMethods.default[name].call(context as IHookFunctions);
	};
	return {
		create: (purpose = 'production') => hook('create', purpose),
		delete: (purpose = 'production') => hook('delete', purpose),
	};
}
