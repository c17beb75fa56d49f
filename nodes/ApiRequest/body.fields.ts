import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const shownFor = (show: IDisplayOptions['show'] = {}): IDisplayOptions => ({
	show: { sendBody: [true], ...show },
	hide: { method: ['GET', 'HEAD'] },
});

const NAME: INodeProperties = { displayName: 'Name', name: 'name', type: 'string', default: '' };
const VALUE: INodeProperties = { displayName: 'Value', name: 'value', type: 'string', default: '' };

const fieldPairs = (displayOptions: IDisplayOptions): INodeProperties => ({
	displayName: 'Body Fields',
	name: 'bodyParameters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Field',
	default: { parameters: [{ name: '', value: '' }] },
	displayOptions,
	options: [{ name: 'parameters', displayName: 'Field', values: [NAME, VALUE] }],
});

/** The body of the request, in the ways of n8n's HTTP Request node. */
export const bodyFields: INodeProperties[] = [
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
		displayName: 'Body Content Type',
		name: 'contentType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Form URL Encoded', value: 'form-urlencoded' },
			{ name: 'Form-Data', value: 'multipart-form-data' },
			{ name: 'JSON', value: 'json' },
			{ name: 'N8n Binary File', value: 'binaryData' },
			{ name: 'Raw', value: 'raw' },
		],
		default: 'json',
		displayOptions: shownFor(),
		description: 'What the body is made of',
	},
	{
		displayName: 'Specify Body',
		name: 'specifyBody',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Using Fields Below', value: 'keypair' },
			{ name: 'Using JSON', value: 'json' },
		],
		default: 'json',
		displayOptions: shownFor({ contentType: ['json'] }),
		description: 'Whether to write the JSON or only its fields',
	},
	{
		displayName: 'JSON Body',
		name: 'jsonBody',
		type: 'json',
		default: '{}',
		displayOptions: shownFor({ contentType: ['json'], specifyBody: ['json'] }),
		description: 'The body, sent as JSON unless a Content-Type header says otherwise',
	},
	fieldPairs(shownFor({ contentType: ['json'], specifyBody: ['keypair'] })),
	fieldPairs(shownFor({ contentType: ['form-urlencoded'] })),
	{
		displayName: 'Body Fields',
		name: 'bodyParameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Field',
		default: { parameters: [{ name: '', value: '' }] },
		displayOptions: shownFor({ contentType: ['multipart-form-data'] }),
		options: [
			{
				name: 'parameters',
				displayName: 'Field',
				values: [
					{
						displayName: 'Type',
						name: 'parameterType',
						type: 'options',
						options: [
							{ name: 'Form Data', value: 'formData' },
							{ name: 'N8n Binary File', value: 'formBinaryData' },
						],
						default: 'formData',
						description: 'Whether the field is a text or a file of the item',
					},
					NAME,
					{ ...VALUE, displayOptions: { show: { parameterType: ['formData'] } } },
					{
						displayName: 'Input Data Field Name',
						name: 'inputDataFieldName',
						type: 'string',
						default: 'data',
						displayOptions: { show: { parameterType: ['formBinaryData'] } },
						description: 'The binary field of the item that holds the file',
					},
				],
			},
		],
	},
	{
		displayName: 'Content Type',
		name: 'rawContentType',
		type: 'string',
		default: '',
		placeholder: 'text/xml',
		displayOptions: shownFor({ contentType: ['raw'] }),
		description: 'The type of the body; text/plain when empty',
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'string',
		default: '',
		displayOptions: shownFor({ contentType: ['raw'] }),
		description: 'The body, sent as UTF-8',
	},
	{
		displayName: 'Input Data Field Name',
		name: 'inputDataFieldName',
		type: 'string',
		default: 'data',
		displayOptions: shownFor({ contentType: ['binaryData'] }),
		description: 'The binary field of the item that is sent as it is',
	},
];
