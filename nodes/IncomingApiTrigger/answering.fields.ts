import type { INodeProperties } from 'n8n-workflow';

/** Beside the path. */
export const pathFields: INodeProperties[] = [
	{
		displayName:
			'n8n puts the ID of this webhook before a path with a parameter: the address is <code>/webhook/&lt;ID&gt;/…</code>, as shown under Webhook URLs.',
		name: 'pathParameterNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: { path: [{ _cnd: { startsWith: ':' } }, { _cnd: { includes: '/:' } }] },
		},
	},
];

/** More addresses, which few triggers have. */
export const aliasFields: INodeProperties[] = [
	{
		displayName: 'Aliases',
		name: 'aliases',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Alias', maxValue: 3 },
		noDataExpression: true,
		default: [],
		placeholder: 'e.g. Orders/Submit Order',
		description: 'Up to three more paths of this address. Callers write a space in a path as %20.',
	},
];

/** When and how the caller is answered. */
export const answeringFields: INodeProperties[] = [
	{
		displayName: 'Respond',
		name: 'responseMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Immediately',
				value: 'onReceived',
				description: 'Status 202 with the ID of the request, before the workflow runs',
			},
			{
				name: 'When Last Node Finishes',
				value: 'lastNode',
				description: 'Items of the last node as a JSON list',
			},
			{
				name: 'Using Incoming API Response Node',
				value: 'responseNode',
				description: 'Answer that an Incoming API Response node gives',
			},
			{
				name: 'When the Caller Asks',
				value: 'poll',
				description: 'Status 202 at once, with the address where the caller asks for the answer',
			},
		],
		default: 'onReceived',
		description: 'When and how to answer the caller',
	},
	{
		displayName: 'Answer to Ask For',
		name: 'pollAnswer',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Incoming API Response Node',
				value: 'responseNode',
				description: 'Answer that an Incoming API Response node gives',
			},
			{
				name: 'Last Node',
				value: 'lastNode',
				description: 'Items of the last node as a JSON list',
			},
		],
		default: 'lastNode',
		description: 'What the caller gets who asks when the workflow has answered',
		displayOptions: { show: { responseMode: ['poll'] } },
	},
	{
		displayName:
			'The caller asks at the same path with <code>/status?request=…</code> behind it, with its own credential. Answers are kept for an hour, encrypted; Options change that.',
		name: 'pollNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { responseMode: ['poll'] } },
	},
	{
		displayName:
			'This cannot be published: an answer is kept for a caller who is known, and <b>Allow Anonymous Calls</b> is on. Switch that off, or respond in another way.',
		name: 'anonymousPollNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { responseMode: ['poll'], allowAnonymous: [true] } },
	},
];

/** Members of the trigger's Options, by name. */
export const answeringOptions: INodeProperties[] = [
	{
		displayName: 'Idempotency',
		name: 'idempotency',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Accepted',
				value: 'accepted',
				description: 'A call with an Idempotency-Key runs once, however often it is repeated',
			},
			{ name: 'Off', value: 'off', description: 'An Idempotency-Key means nothing' },
			{
				name: 'Required',
				value: 'required',
				description: 'A call without an Idempotency-Key is refused with status 400',
			},
		],
		default: 'accepted',
		description:
			'What a header Idempotency-Key means. A repeated call gets the answer of the first one, without a second run; answers are kept for a day, encrypted.',
	},
	{
		displayName: 'Keep Answers (Seconds)',
		name: 'retentionSeconds',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 1, maxValue: 604800 },
		default: 3600,
		description: 'How long an answer is kept for its caller, once it is there',
	},
	{
		displayName: 'Shape of Refusals',
		name: 'answerShape',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Inbenta', value: 'inbenta', description: 'Message or error, with usage headers' },
			{ name: 'Interact', value: 'interact', description: 'Message' },
			{ name: 'Problem', value: 'problem', description: 'Problem document of RFC 9457' },
			{
				name: 'Verint Community',
				value: 'verint',
				description: 'Lists of errors, warnings and info, with status 403, 404 or 500',
			},
		],
		default: 'problem',
		description:
			'How the answer to a refused or failed call looks, for callers who know one system',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeoutSeconds',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 0, maxValue: 86400 },
		default: 60,
		description:
			'How long a caller waits for the answer before it gets status 504; the workflow goes on. No limit when 0. Of a caller who asks later: when the run counts as lost. A caller shortens it for one call by the query parameter timeout, in milliseconds.',
		displayOptions: { show: { '/responseMode': ['lastNode', 'responseNode', 'poll'] } },
	},
];
