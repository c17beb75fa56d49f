import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { textField } from '../src/n8n/vendor-fields';

/** Calls a Verint Community site as the user who logs in there; n8n keeps and renews the tokens. */
export class VerintCommunityOAuth2Api implements ICredentialType {
	name = 'verintCommunityOAuth2Api';

	displayName = 'Verint Community OAuth2 API';

	extends = ['oAuth2Api'];

	documentationUrl =
		'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/how-to-call-the-five-systems.md#verint-community';

	icon = {
		light: 'file:../icons/verint-community.svg',
		dark: 'file:../icons/verint-community.dark.svg',
	} as const;

	properties: INodeProperties[] = [
		textField('Site', 'site', {
			required: true,
			placeholder: 'https://community.example.com',
			description: 'Address of the community, without api.ashx',
		}),
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'string',
			default: '={{ $self["site"].replace(/\\/$/, "") }}/api.ashx/v2/oauth/authorize',
			required: true,
			description: 'Where users log in',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: '={{ $self["site"].replace(/\\/$/, "") }}/api.ashx/v2/oauth/token',
			required: true,
			description: 'Where tokens are got and renewed',
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];
}
