import type { INodeProperties } from 'n8n-workflow';

/** What becomes of the answer. */
export const responseField: INodeProperties = {
	displayName: 'Response',
	name: 'response',
	type: 'fixedCollection',
	placeholder: 'Add Response',
	default: {},
	description: 'How an answer becomes items',
	options: [
		{
			name: 'response',
			displayName: 'Response',
			values: [
				{
					displayName: 'Headers and Status',
					name: 'fullResponse',
					type: 'boolean',
					default: true,
					description:
						'Whether an item has status, headers and body. Otherwise the body alone is the item, and a list gives an item for each entry.',
				},
				{
					displayName: 'Response Format',
					name: 'responseFormat',
					type: 'options',
					noDataExpression: true,
					options: [
						{ name: 'Autodetect', value: 'autodetect' },
						{ name: 'File', value: 'file' },
						{ name: 'JSON', value: 'json' },
						{ name: 'Text', value: 'text' },
					],
					default: 'autodetect',
					description: 'What the body is; its content type decides when this is Autodetect',
				},
				{
					displayName: 'Put Output in Field',
					name: 'outputPropertyName',
					type: 'string',
					default: 'data',
					description: 'The binary field for a file, and the member for a text without headers',
				},
			],
		},
	],
};
