import type { INodeProperties } from 'n8n-workflow';

// In the order in which one thinks of them, and not by name.
const paginationFields: INodeProperties[] = [
	{
		displayName: 'Next Page',
		name: 'paginationMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Count in a Query Parameter',
				value: 'counter',
				description: 'A page number, or an offset',
			},
			{
				name: 'Cursor in the Body',
				value: 'cursor',
				description: 'A value that the next request has in its query',
			},
			{
				name: 'Link Header',
				value: 'linkHeader',
				description: 'The header Link with rel="next"',
			},
			{
				name: 'URL in the Body',
				value: 'nextUrl',
				description: 'A member that holds the address of the next page',
			},
		],
		default: 'linkHeader',
		description: 'Where the API says where the next page is',
	},
	{
		displayName: 'Path',
		name: 'nextPath',
		type: 'string',
		default: 'next',
		placeholder: 'links.next',
		displayOptions: { show: { paginationMode: ['nextUrl', 'cursor'] } },
		description: 'Where the URL or the cursor is in the body: names with dots between them',
	},
	{
		displayName: 'Query Parameter',
		name: 'parameter',
		type: 'string',
		default: 'page',
		displayOptions: { show: { paginationMode: ['counter', 'cursor'] } },
		description: 'The query parameter that chooses the page',
	},
	{
		displayName: 'Start',
		name: 'start',
		type: 'number',
		default: 1,
		displayOptions: { show: { paginationMode: ['counter'] } },
		description: 'The parameter of the first page',
	},
	{
		displayName: 'Step',
		name: 'step',
		type: 'number',
		default: 1,
		displayOptions: { show: { paginationMode: ['counter'] } },
		description: 'How much is added for each page: 1 for page numbers, the page size for offsets',
	},
	{
		displayName: 'Complete When',
		name: 'completeWhen',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'A List Is Empty', value: 'emptyList' },
			{ name: 'A Member Is False or Absent', value: 'falseMember' },
			{ name: 'The Status Is One Of', value: 'status' },
		],
		default: 'emptyList',
		description: 'When there is no next page, whatever the API says about one',
	},
	{
		displayName: 'Complete Path',
		name: 'completePath',
		type: 'string',
		default: '',
		placeholder: 'data.items',
		displayOptions: { show: { completeWhen: ['emptyList', 'falseMember'] } },
		description: 'Where the list or the member is in the body; empty for the body itself',
	},
	{
		displayName: 'Status Codes',
		name: 'statusCodes',
		type: 'string',
		default: '404',
		displayOptions: { show: { completeWhen: ['status'] } },
		description: 'Comma-separated statuses of the answer behind the last page',
	},
	{
		displayName: 'Max Pages',
		name: 'maxPages',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		description: 'How many pages are fetched at most',
	},
	{
		displayName: 'Interval Between Pages',
		name: 'pageInterval',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Milliseconds to wait before each further page',
	},
];

/** How to fetch the pages of an answer. */
export const paginationField: INodeProperties = {
	displayName: 'Pagination',
	name: 'pagination',
	type: 'fixedCollection',
	placeholder: 'Add Pagination',
	default: {},
	description: 'How to fetch an answer that comes in pages',
	options: [
		{
			name: 'pagination',
			displayName: 'Pagination',
			values: paginationFields,
		},
	],
};
