import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { textField } from '../src/n8n/vendor-fields';

/** Calls InterAction+ as the user whom an administrator designates; n8n keeps and renews the tokens. */
export class InterActionPlusOAuth2Api implements ICredentialType {
	name = 'interActionPlusOAuth2Api';

	displayName = 'InterAction+ OAuth2 API';

	extends = ['oAuth2Api'];

	documentationUrl =
		'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/how-to-call-the-five-systems.md#interaction';

	icon = {
		light: 'file:../icons/inter-action-plus.svg',
		dark: 'file:../icons/inter-action-plus.dark.svg',
	} as const;

	properties: INodeProperties[] = [
		textField('Authority URL', 'authorityUrl', {
			required: true,
			placeholder: 'https://login.example.com/tenant',
			description: 'Of the tenant, as handed over',
		}),
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'pkce' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'string',
			default: '={{ $self["authorityUrl"].replace(/\\/$/, "") }}/oauth/authorize',
			required: true,
			description: 'Where an administrator of the tenant sets the access up',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: '={{ $self["authorityUrl"].replace(/\\/$/, "") }}/oauth/token',
			required: true,
			description: 'Where tokens are got and renewed',
		},
		textField('Scope', 'scope', {
			description: 'Separated by spaces; what the client may have when empty',
		}),
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'string',
			default: 'prompt=consent',
			description: 'Sent along to the authorization URL',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Body', value: 'body', description: 'Client ID and secret in the form' },
				{ name: 'Header', value: 'header', description: 'By HTTP Basic' },
			],
			default: 'header',
			description: 'How the client shows who it is',
		},
	];
}
