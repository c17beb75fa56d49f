import type { INodeProperties } from 'n8n-workflow';

/** Which credential the request goes by. */
export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Inbenta',
			value: 'inbentaApi',
			description:
				"Logs in with key and secret; https://&lt;name&gt;.api.invalid stands for an API's address",
		},
		{
			name: 'Interact',
			value: 'interactApi',
			description: 'Logs in as a person of the intranet',
		},
		{
			name: 'InterAction+',
			value: 'interActionPlusApi',
			description: 'Gets a token by client credentials',
		},
		{
			name: 'InterAction+ (Connected)',
			value: 'interActionPlusOAuth2Api',
			description: 'As the user whom an administrator designated when the credential was connected',
		},
		{
			name: 'PhixFlow',
			value: 'phixFlowApi',
			description: 'Sends an API key of PhixFlow',
		},
		{
			name: 'Secret Keys',
			value: 'secretKeysApi',
			description: 'Sends named secrets where you write references to them',
		},
		{
			name: 'Verint Community',
			value: 'verintCommunityApi',
			description: 'Logs in to a community, or sends the key of a user',
		},
		{
			name: 'Verint Community (Connected)',
			value: 'verintCommunityOAuth2Api',
			description: 'As the user who logged in when the credential was connected',
		},
	],
	default: 'secretKeysApi',
	description: 'How the request shows who calls: which kind of credential the node has above',
};
