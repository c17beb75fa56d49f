import type { INodeProperties } from 'n8n-workflow';

/** Members of the trigger's Options. n8n reads `allowedOrigins` there too, for preflights. */
export const browserOptions: INodeProperties[] = [
	{
		displayName: 'Allowed Origins',
		name: 'allowedOrigins',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. https://app.example.com',
		description:
			'Origins whose pages may call from a browser and read the answer, with commas and no spaces between. Calls of any other page are refused. A domain key brings its own origins.',
	},
	{
		displayName: 'Method Override',
		name: 'methodOverride',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			'Whether a POST with the header Rest-Method counts as the PUT or DELETE that it names. Both POST and that method have to be among the HTTP methods of this trigger.',
	},
];
