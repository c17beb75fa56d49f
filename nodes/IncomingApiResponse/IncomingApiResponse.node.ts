import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { answerCall } from '../../src/n8n/answer-call';

export class IncomingApiResponse implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Incoming API Response',
		name: 'incomingApiResponse',
		icon: {
			light: 'file:../../icons/incoming-api-response.svg',
			dark: 'file:../../icons/incoming-api-response.dark.svg',
		},
		group: ['transform'],
		version: 2,
		subtitle: '={{ "answers with status " + $parameter["statusCode"] }}',
		description: 'Answers the call that an Incoming API Trigger received',
		defaults: { name: 'Incoming API Response' },
		// A caller is answered by the workflow, once; an agent has nobody to answer.
		usableAsTool: undefined as never,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{
				displayName:
					'Set Respond of the Incoming API Trigger to "Using Incoming API Response Node". This node answers once, with the first item, and passes all items on.',
				name: 'modeNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Status Code',
				name: 'statusCode',
				type: 'number',
				typeOptions: { minValue: 200, maxValue: 599 },
				default: 200,
				description: 'HTTP status of the answer',
			},
			{
				displayName: 'Respond With',
				name: 'respondWith',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'File', value: 'binaryFile', description: 'File of the first input item' },
					{ name: 'First Item', value: 'firstItem', description: 'JSON of the first input item' },
					{ name: 'JSON', value: 'json', description: 'What Body says' },
					{ name: 'No Body', value: 'noData', description: 'Status and headers alone' },
					{ name: 'Text', value: 'text', description: 'What Body says' },
				],
				default: 'firstItem',
				description: 'What the body of the answer is',
			},
			{
				displayName: 'Body',
				name: 'responseBody',
				type: 'json',
				default: '{}',
				description: 'JSON to answer with',
				displayOptions: { show: { respondWith: ['json'] } },
			},
			{
				displayName: 'Body',
				name: 'responseText',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				description: 'Text to answer with, as text/plain unless a header says otherwise',
				displayOptions: { show: { respondWith: ['text'] } },
			},
			{
				displayName: 'Input Binary Field',
				name: 'responseFile',
				type: 'string',
				default: 'data',
				required: true,
				hint: 'The name of the input field with the file to answer with',
				displayOptions: { show: { respondWith: ['binaryFile'] } },
			},
			{
				displayName: 'Headers',
				name: 'responseHeaders',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Header',
				default: {},
				options: [
					{
						displayName: 'Header',
						name: 'entries',
						values: [
							{ displayName: 'Name', name: 'name', type: 'string', default: '' },
							{ displayName: 'Value', name: 'value', type: 'string', default: '' },
						],
					},
				],
				description: 'Headers of the answer',
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await answerCall(this);
	}
}
