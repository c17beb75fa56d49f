import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { onlyWhen } from '../src/n8n/fields';
import { authenticateFor, logInBefore } from '../src/n8n/vendor-authenticate';
import {
	domainsMode,
	domainsOfFields,
	secretField,
	sessionField,
	textField,
} from '../src/n8n/vendor-fields';
import { verint } from '../src/vendors/verint';

/** Calls a Verint Community site by its REST API. */
export class VerintCommunityApi implements ICredentialType {
	name = 'verintCommunityApi';

	displayName = 'Verint Community API';

	documentationUrl =
		'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/how-to-call-the-five-systems.md#verint-community';

	icon = {
		light: 'file:../icons/verint-community.svg',
		dark: 'file:../icons/verint-community.dark.svg',
	} as const;

	properties: INodeProperties[] = [
		textField('Site', 'baseUrl', {
			required: true,
			placeholder: 'https://community.example.com',
			description: 'Address of the community, without api.ashx; nothing goes to another host',
		}),
		{
			displayName: 'Log In With',
			name: 'grant',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'The key of a user, for maintenance',
				},
				{
					name: 'OAuth Client',
					value: 'clientCredentials',
					description: 'A confidential client, as a user',
				},
				{
					name: 'User Name and Password',
					value: 'password',
					description: 'A client with the password grant',
				},
			],
			default: 'clientCredentials',
			description: 'What the site is to know the caller by',
		},
		...onlyWhen({ grant: ['clientCredentials', 'password'] }, [
			textField('Client ID', 'clientId', { required: true }),
			secretField('Client Secret', 'clientSecret', {
				description: 'A public client has none',
			}),
		]),
		textField('User Name', 'username', {
			required: true,
			description: 'The user that calls run as, or whose key it is',
		}),
		...onlyWhen({ grant: ['password'] }, [secretField('Password', 'password', { required: true })]),
		...onlyWhen({ grant: ['apiKey'] }, [secretField('API Key', 'apiKey', { required: true })]),
		textField('Impersonate', 'impersonate', {
			description: 'User to act as; the user above needs the permission to impersonate',
		}),
		{
			displayName: 'Override Method',
			name: 'methodOverride',
			type: 'boolean',
			default: true,
			description:
				'Whether to send PUT and DELETE as POST with Rest-Method, as official clients do',
		},
		...onlyWhen({ grant: ['clientCredentials', 'password'] }, [
			textField('Token URL', 'tokenUrl', {
				placeholder: 'https://community.example.com/api.ashx/v2/oauth/token',
				description: 'Where tokens are got; below the site when empty',
			}),
		]),
		domainsMode,
		domainsOfFields('baseUrl', 'tokenUrl'),
		sessionField,
	];

	// Properties: methods are lost when n8n copies the type for the editor.
	preAuthentication = logInBefore(verint);

	authenticate = authenticateFor(verint);
}
