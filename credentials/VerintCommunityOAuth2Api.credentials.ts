import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import {
	domainsMode,
	domainsOfFields,
	endedTokenField,
	endpointField,
	grantField,
	secretField,
	textField,
} from '../src/n8n/vendor-fields';
import { verintByCode } from '../src/n8n/vendor-grants';

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
			description: 'Address of the community, without api.ashx; tokens are sent to its host alone',
		}),
		grantField,
		secretField('Client Secret', 'clientSecret', { description: 'A public client has none' }),
		{
			displayName: 'Use PKCE',
			name: 'usePkce',
			type: 'boolean',
			default: false,
			description: 'Whether the login is bound to this n8n, as a public client has to do it',
		},
		endpointField('authUrl', {
			base: 'site',
			path: '/api.ashx/v2/oauth/authorize',
			instead: 'authorizationUrl',
		}),
		endpointField('accessTokenUrl', {
			base: 'site',
			path: '/api.ashx/v2/oauth/token',
			instead: 'tokenUrl',
		}),
		textField('Authorization URL', 'authorizationUrl', {
			placeholder: 'https://community.example.com/api.ashx/v2/oauth/authorize',
			description: 'Where users log in; below the site when empty',
		}),
		textField('Token URL', 'tokenUrl', {
			placeholder: 'https://community.example.com/api.ashx/v2/oauth/token',
			description: 'Where tokens are got and renewed; below the site when empty',
		}),
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		{
			displayName: 'Override Method',
			name: 'methodOverride',
			type: 'boolean',
			default: true,
			description:
				'Whether API Request sends PUT and DELETE as POST with Rest-Method, as official clients do',
		},
		endedTokenField(verintByCode.endedBy),
		domainsMode,
		domainsOfFields('site'),
	];
}
