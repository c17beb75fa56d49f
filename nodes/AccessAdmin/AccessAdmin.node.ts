import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { listApiKeys, listUsers } from '../../src/n8n/pick-lists';
import { runOperations } from '../../src/n8n/run-operations';
import { testRealmCredential } from '../../src/n8n/test-realm-credential';
import { apiKeyFields, apiKeyOperations } from './apiKey/api-key.resource';
import { auditLogFields, auditLogOperations } from './auditLog/audit-log.resource';
import { userFields, userOperations } from './user/user.resource';

const operations = { user: userOperations, apiKey: apiKeyOperations, auditLog: auditLogOperations };

export class AccessAdmin implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Access Admin',
		name: 'accessAdmin',
		icon: {
			light: 'file:../../icons/access-admin.svg',
			dark: 'file:../../icons/access-admin.dark.svg',
		},
		group: ['transform'],
		version: 2,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Manage who may call your workflows: users and API keys of an access realm',
		defaults: { name: 'Access Admin' },
		// An agent with this tool could make keys for itself.
		usableAsTool: undefined as never,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'accessRealmApi', required: true, testedBy: 'testAccessRealm' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'API Key', value: 'apiKey' },
					{ name: 'Audit Log', value: 'auditLog' },
					{ name: 'User', value: 'user' },
				],
				default: 'user',
			},
			...userFields,
			...apiKeyFields,
			...auditLogFields,
		],
	};

	methods = {
		loadOptions: { listUsers, listApiKeys },
		credentialTest: { testAccessRealm: testRealmCredential },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, operations);
	}
}
