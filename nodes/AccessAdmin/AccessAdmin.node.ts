import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import {
	listApiKeys,
	listApplications,
	listClients,
	listDatasources,
	listDomainKeys,
	listGroups,
	listRoles,
	listSecrets,
	listSigningKeys,
	listUsers,
} from '../../src/n8n/pick-lists';
import { runOperations } from '../../src/n8n/run-operations';
import { testRealmCredential } from '../../src/n8n/test-realm-credential';
import { apiKeyFields, apiKeyOperations } from './apiKey/api-key.resource';
import { applicationFields, applicationOperations } from './application/application.resource';
import { auditLogFields, auditLogOperations } from './auditLog/audit-log.resource';
import { clientOperations, clientResourceFields } from './client/client.resource';
import { domainKeyFields, domainKeyOperations } from './domainKey/domain-key.resource';
import { consentFields, consentOperations } from './consent/consent.resource';
import { groupFields, groupOperations } from './group/group.resource';
import { linkFields, linkOperations } from './link/link.resource';
import { roleFields, roleOperations } from './role/role.resource';
import { secretFields, secretOperations } from './secret/secret.resource';
import { signingKeyFields, signingKeyOperations } from './signingKey/signing-key.resource';
import { tokenFields, tokenOperations } from './token/token.resource';
import { userFields, userOperations } from './user/user.resource';

const operations = {
	application: applicationOperations,
	group: groupOperations,
	role: roleOperations,
	user: userOperations,
	apiKey: apiKeyOperations,
	client: clientOperations,
	domainKey: domainKeyOperations,
	consent: consentOperations,
	auditLog: auditLogOperations,
	secret: secretOperations,
	signingKey: signingKeyOperations,
	link: linkOperations,
	token: tokenOperations,
};

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
		description: 'Manage who may call your workflows, and the secret keys that they send',
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
					{ name: 'Application', value: 'application' },
					{ name: 'Audit Log', value: 'auditLog' },
					{ name: 'Client', value: 'client' },
					{ name: 'Consent', value: 'consent' },
					{ name: 'Domain Key', value: 'domainKey' },
					{ name: 'Group', value: 'group' },
					{ name: 'One-Time Link', value: 'link' },
					{ name: 'Role', value: 'role' },
					{ name: 'Secret', value: 'secret' },
					{ name: 'Signing Key', value: 'signingKey' },
					{ name: 'Token', value: 'token' },
					{ name: 'User', value: 'user' },
				],
				default: 'user',
			},
			...userFields,
			...apiKeyFields,
			...clientResourceFields,
			...domainKeyFields,
			...consentFields,
			...auditLogFields,
			...applicationFields,
			...groupFields,
			...roleFields,
			...secretFields,
			...signingKeyFields,
			...tokenFields,
			...linkFields,
			{
				displayName: 'Acting User',
				name: 'actingUser',
				type: 'string',
				default: '',
				placeholder: 'e.g. alice',
				description:
					'User on whose behalf to act: refused unless that user has Manage Access, and nothing can be given that the user lacks. You act as the operator when empty.',
			},
		],
	};

	methods = {
		loadOptions: {
			listUsers,
			listApiKeys,
			listDomainKeys,
			listApplications,
			listClients,
			listGroups,
			listRoles,
			listDatasources,
			listSecrets,
			listSigningKeys,
		},
		credentialTest: { testAccessRealm: testRealmCredential },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, operations);
	}
}
