import type { INodeProperties } from 'n8n-workflow';

const parameterFields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. limit',
		description: 'Name of the parameter in the query, as callers write it',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Boolean', value: 'boolean', description: 'The text true or false' },
			{ name: 'Number', value: 'number', description: 'A number as in JSON' },
			{ name: 'String', value: 'string', description: 'Any text' },
		],
		default: 'string',
		description: 'What the text of the parameter must mean; the item has it as that type',
	},
	{
		displayName: 'Required',
		name: 'required',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether a call without the parameter is refused with status 422',
	},
	{
		displayName: 'Default',
		name: 'default',
		type: 'string',
		noDataExpression: true,
		default: '',
		description: 'Value of a call without the parameter; none when empty',
	},
];

/** What the content of a call must be like, before the workflow runs. */
export const validationFields: INodeProperties[] = [
	{
		displayName: 'Validation',
		name: 'validation',
		type: 'collection',
		noDataExpression: true,
		default: {},
		placeholder: 'Add Rule',
		description:
			'What callers may send. A call that does not meet a rule is refused and starts nothing.',
		options: [
			{
				displayName: 'Accepted Media Types',
				name: 'mediaTypes',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Media Type' },
				noDataExpression: true,
				default: [],
				placeholder: 'e.g. application/json',
				description: 'Media types that a body may have. Others are refused with status 415.',
			},
			{
				displayName: 'Body Schema',
				name: 'bodySchema',
				type: 'json',
				noDataExpression: true,
				default: '',
				placeholder: '{ "type": "object", "required": ["order"] }',
				description:
					'JSON Schema that the body must meet: draft 2020-12, or draft-07 where its $schema says so',
			},
			{
				displayName: 'Headers Schema',
				name: 'headersSchema',
				type: 'json',
				noDataExpression: true,
				default: '',
				description:
					'JSON Schema of the headers, by their names in lower case and without those that carry a credential',
			},
			{
				displayName: 'Largest Body (KB)',
				name: 'largestBody',
				type: 'number',
				typeOptions: { minValue: 0 },
				noDataExpression: true,
				default: 0,
				description:
					'Max size of the body in units of 1024 bytes; what n8n takes when 0. A larger one is refused with status 413.',
			},
			{
				displayName: 'Query Parameters',
				name: 'parameters',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				noDataExpression: true,
				default: {},
				placeholder: 'Add Parameter',
				description: 'Parameters of the query with their types and defaults',
				options: [{ displayName: 'Parameter', name: 'parameter', values: parameterFields }],
			},
			{
				displayName: 'Query Schema',
				name: 'querySchema',
				type: 'json',
				noDataExpression: true,
				default: '',
				description:
					'JSON Schema of the query. Texts are taken as numbers and the like where the schema says so.',
			},
		],
	},
];
