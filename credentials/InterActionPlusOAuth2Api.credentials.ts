import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import {
	domainsMode,
	domainsOfFields,
	endpointField,
	grantField,
	textField,
} from '../src/n8n/vendor-fields';

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
		textField('API URL', 'apiUrl', {
			required: true,
			placeholder: 'https://api.example.com/tenant',
			description: 'Of the Cloud API; tokens are sent to its host alone',
		}),
		grantField,
		{ displayName: 'Use PKCE', name: 'usePkce', type: 'hidden', default: true },
		endpointField('authUrl', {
			base: 'authorityUrl',
			path: '/oauth/authorize',
			instead: 'authorizationUrl',
		}),
		endpointField('accessTokenUrl', {
			base: 'authorityUrl',
			path: '/oauth/token',
			instead: 'tokenUrl',
		}),
		textField('Authorization URL', 'authorizationUrl', {
			description:
				'Where an administrator of the tenant sets the access up; /oauth/authorize below the authority when empty',
		}),
		textField('Token URL', 'tokenUrl', {
			description: 'Where tokens are got and renewed; /oauth/token below the authority when empty',
		}),
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
		domainsMode,
		domainsOfFields('apiUrl'),
	];
}
