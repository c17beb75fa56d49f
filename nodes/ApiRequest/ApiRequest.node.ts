import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { sendApiRequests } from '../../src/n8n/api-request';
import { testSecretKeys } from '../../src/n8n/secret-keys-test';
import { testRealmCredential } from '../../src/n8n/test-realm-credential';
import { vendorTests } from '../../src/n8n/vendor-test';
import { authenticationField } from './authentication.field';
import { bodyFields } from './body.fields';
import { optionFields } from './options.fields';
import { requestFields } from './request.fields';

/**
 * Where a credential is the one chosen. By the path: n8n's editor hides a field that credentials name
 * plainly, and one would choose in a small menu in the window of a new credential.
 */
const chosen = (credential: string) => ({ show: { '/authentication': [credential] } });

/** Calls an external API with secrets that the workflow never sees. */
export class ApiRequest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'API Request',
		name: 'apiRequest',
		icon: {
			light: 'file:../../icons/api-request.svg',
			dark: 'file:../../icons/api-request.dark.svg',
		},
		group: ['output', 'transform'],
		version: 2,
		subtitle: '={{$parameter["method"] + ": " + $parameter["url"]}}',
		description: 'Calls an external API with named secret keys in its headers',
		defaults: { name: 'API Request' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'secretKeysApi',
				required: true,
				testedBy: 'secretKeysApiTest',
				displayOptions: chosen('secretKeysApi'),
			},
			{
				name: 'inbentaApi',
				required: true,
				testedBy: 'testInbenta',
				displayOptions: chosen('inbentaApi'),
			},
			{
				name: 'interActionPlusApi',
				required: true,
				testedBy: 'testInterActionPlus',
				displayOptions: chosen('interActionPlusApi'),
			},
			{
				name: 'interActionPlusOAuth2Api',
				required: true,
				displayOptions: chosen('interActionPlusOAuth2Api'),
			},
			{
				name: 'interactApi',
				required: true,
				testedBy: 'testInteract',
				displayOptions: chosen('interactApi'),
			},
			{
				name: 'phixFlowApi',
				required: true,
				testedBy: 'testPhixFlow',
				displayOptions: chosen('phixFlowApi'),
			},
			{
				name: 'verintCommunityApi',
				required: true,
				testedBy: 'testVerint',
				displayOptions: chosen('verintCommunityApi'),
			},
			{
				name: 'verintCommunityOAuth2Api',
				required: true,
				displayOptions: chosen('verintCommunityOAuth2Api'),
			},
			{
				name: 'accessRealmApi',
				displayName: 'Access Realm API (for the Audit)',
				required: false,
				testedBy: 'testAccessRealm',
				displayOptions: chosen('secretKeysApi'),
			},
		],
		properties: [
			{
				displayName:
					'Write <code>${_datasource.MyAPIKey}</code> in a header to send a secret key of the credential. Only what you type yourself counts: text that an expression brings in is sent as it is.',
				name: 'references',
				type: 'notice',
				default: '',
				displayOptions: chosen('secretKeysApi'),
			},
			authenticationField,
			...requestFields,
			...bodyFields,
			...optionFields,
		],
	};

	methods = {
		credentialTest: {
			secretKeysApiTest: testSecretKeys,
			testAccessRealm: testRealmCredential,
			testInbenta: vendorTests.inbenta,
			testInterActionPlus: vendorTests.interActionPlus,
			testInteract: vendorTests.interact,
			testPhixFlow: vendorTests.phixFlow,
			testVerint: vendorTests.verint,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await sendApiRequests(this);
	}
}
