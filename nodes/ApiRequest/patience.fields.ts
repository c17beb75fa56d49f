import type { INodeProperties } from 'n8n-workflow';

/** How many items go at once. */
export const batchingField: INodeProperties = {
	displayName: 'Batching',
	name: 'batching',
	type: 'fixedCollection',
	placeholder: 'Add Batching',
	default: {},
	description: 'How many items are sent at once; one after the other without this option',
	options: [
		{
			name: 'batch',
			displayName: 'Batching',
			values: [
				{
					displayName: 'Items per Batch',
					name: 'batchSize',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 50,
					description: 'How many items are sent at once',
				},
				{
					displayName: 'Batch Interval',
					name: 'batchInterval',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 1000,
					description: 'Milliseconds to wait between two batches',
				},
			],
		},
	],
};

/** When a request is repeated. */
export const retryField: INodeProperties = {
	displayName: 'Retry',
	name: 'retry',
	type: 'fixedCollection',
	placeholder: 'Add Retry',
	default: {},
	description:
		'Whether and how to repeat a request that fails in passing: no connection, or one of the statuses 408, 425, 429, 500, 502, 503 and 504',
	options: [
		{
			name: 'retry',
			displayName: 'Retry',
			values: [
				{
					displayName: 'Max Tries',
					name: 'maxTries',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 3,
					description: 'How many requests are sent at most, the first one included',
				},
				{
					displayName: 'First Wait',
					name: 'firstWait',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 1000,
					description:
						'Milliseconds before the second try; each further wait is twice as long, less a random share. A longer Retry-After of the API counts.',
				},
				{
					displayName: 'Longest Wait',
					name: 'longestWait',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 30000,
					description:
						'Milliseconds to wait at most. An API that asks for more in Retry-After is not asked again.',
				},
				{
					displayName: 'Repeat POST, PATCH',
					name: 'repeatUnsafe',
					type: 'boolean',
					default: false,
					description:
						'Whether to repeat POST and PATCH too where the API may have acted on them already. They are repeated after 425, 429 and 503 in any case.',
				},
			],
		},
	],
};
