import type { INodeProperties } from 'n8n-workflow';
import { paginationField } from './pagination.fields';
import { batchingField, retryField } from './patience.fields';
import { responseField } from './response.fields';

/** What few requests need. */
export const optionFields: INodeProperties[] = [
	{
		displayName:
			"Redact Secrets is off: where the API repeats a secret, the items and n8n's executions hold it in clear.",
		name: 'redactionIsOff',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/options.redactSecrets': [false] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			batchingField,
			{
				displayName: 'Follow Redirects',
				name: 'followRedirects',
				type: 'boolean',
				default: true,
				description:
					'Whether to follow redirects, five at most. Otherwise a redirect is the answer.',
			},
			{
				displayName: 'Ignore HTTP Status Errors',
				name: 'ignoreHttpStatusErrors',
				type: 'boolean',
				default: false,
				description: 'Whether to give an item for an answer with a status of 400 and above too',
			},
			paginationField,
			{
				displayName: 'Proxy',
				name: 'proxy',
				type: 'string',
				default: '',
				placeholder: 'http://proxy.example.com:3128',
				description:
					"The URL of an HTTP proxy, through which a secret key goes by https only. Where it is empty, and for log-ins, n8n's own settings hold.",
			},
			{
				displayName: 'Redact Secrets',
				name: 'redactSecrets',
				type: 'boolean',
				default: true,
				noDataExpression: true,
				description:
					'Whether to replace a secret that the API repeats by its name. Switched off, a repeated secret is in the items and in the executions that n8n keeps.',
			},
			{
				displayName: 'References Also In',
				name: 'referencesIn',
				type: 'multiOptions',
				options: [
					{ name: 'Body', value: 'body' },
					{ name: 'Query', value: 'query' },
				],
				default: [],
				noDataExpression: true,
				description:
					'Where references to secret keys count besides headers. What stands in a query is often logged by the API and by proxies.',
			},
			responseField,
			retryField,
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
];
