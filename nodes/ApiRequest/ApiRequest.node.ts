import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { sendApiRequests } from '../../src/n8n/api-request';
import { testSecretKeys } from '../../src/n8n/secret-keys-test';

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
		credentials: [{ name: 'secretKeysApi', required: true, testedBy: 'secretKeysApiTest' }],
		properties: [
			{
				displayName:
					'Write <code>${_datasource.MyAPIKey}</code> in a header to send a secret key of the credential. Only what you type yourself counts: text that an expression brings in is sent as it is.',
				name: 'references',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Method',
				name: 'method',
				type: 'options',
				options: [
					{ name: 'DELETE', value: 'DELETE' },
					{ name: 'GET', value: 'GET' },
					{ name: 'HEAD', value: 'HEAD' },
					{ name: 'PATCH', value: 'PATCH' },
					{ name: 'POST', value: 'POST' },
					{ name: 'PUT', value: 'PUT' },
				],
				default: 'GET',
				description: 'The method of the request',
			},
			{
				displayName: 'URL',
				name: 'url',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'https://api.example.com/orders',
				description: "An absolute URL whose host is one of the credential's allowed domains",
			},
			{
				displayName: 'Send Query Parameters',
				name: 'sendQuery',
				type: 'boolean',
				default: false,
				noDataExpression: true,
				description: 'Whether to add parameters to the query of the URL',
			},
			{
				displayName: 'Query Parameters',
				name: 'queryParameters',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Query Parameter',
				default: { parameters: [{ name: '', value: '' }] },
				displayOptions: { show: { sendQuery: [true] } },
				options: [
					{
						name: 'parameters',
						displayName: 'Query Parameter',
						values: [
							{ displayName: 'Name', name: 'name', type: 'string', default: '' },
							{ displayName: 'Value', name: 'value', type: 'string', default: '' },
						],
					},
				],
			},
			{
				displayName: 'Send Headers',
				name: 'sendHeaders',
				type: 'boolean',
				default: false,
				noDataExpression: true,
				description: 'Whether to send headers with the request',
			},
			{
				displayName: 'Headers',
				name: 'headerParameters',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Header',
				default: { parameters: [{ name: '', value: '' }] },
				displayOptions: { show: { sendHeaders: [true] } },
				options: [
					{
						name: 'parameters',
						displayName: 'Header',
						values: [
							{
								displayName: 'Name',
								name: 'name',
								type: 'string',
								default: '',
								placeholder: 'Authorization',
							},
							{
								displayName: 'Value',
								name: 'value',
								type: 'string',
								default: '',
								placeholder: 'Bearer ${_datasource.MyAPIKey}',
							},
						],
					},
				],
			},
			{
				displayName: 'Send Body',
				name: 'sendBody',
				type: 'boolean',
				default: false,
				noDataExpression: true,
				displayOptions: { hide: { method: ['GET', 'HEAD'] } },
				description: 'Whether to send a body with the request',
			},
			{
				displayName: 'JSON Body',
				name: 'jsonBody',
				type: 'json',
				default: '{}',
				displayOptions: { show: { sendBody: [true] }, hide: { method: ['GET', 'HEAD'] } },
				description: 'The body, sent as JSON unless a Content-Type header says otherwise',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Ignore HTTP Status Errors',
						name: 'ignoreHttpStatusErrors',
						type: 'boolean',
						default: false,
						description: 'Whether to give an item for an answer with a status of 400 and above too',
					},
					{
						displayName: 'Timeout',
						name: 'timeout',
						type: 'number',
						typeOptions: { minValue: 1 },
						default: 10000,
						description: 'Milliseconds to wait for the API to answer, per redirect',
					},
				],
			},
		],
	};

	methods = { credentialTest: { secretKeysApiTest: testSecretKeys } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await sendApiRequests(this);
	}
}
