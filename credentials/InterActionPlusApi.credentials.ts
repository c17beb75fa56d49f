import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateFor, logInBefore } from '../src/n8n/vendor-authenticate';
import {
	domainsMode,
	domainsOfFields,
	secretField,
	sessionField,
	textField,
} from '../src/n8n/vendor-fields';
import { interActionPlus } from '../src/vendors/interaction-plus';

/** Calls the InterAction+ Cloud API of a tenant by client credentials. */
export class InterActionPlusApi implements ICredentialType {
	name = 'interActionPlusApi';

	displayName = 'InterAction+ API';

	documentationUrl =
		'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/how-to-call-the-five-systems.md#interaction';

	icon = {
		light: 'file:../icons/inter-action-plus.svg',
		dark: 'file:../icons/inter-action-plus.dark.svg',
	} as const;

	properties: INodeProperties[] = [
		textField('Client ID', 'clientId', { required: true }),
		secretField('Client Secret', 'clientSecret', { required: true }),
		textField('Authority URL', 'authorityUrl', {
			required: true,
			placeholder: 'https://login.example.com/tenant',
			description: 'Of the tenant, as handed over; its metadata tells where tokens are got',
		}),
		textField('API URL', 'apiUrl', {
			required: true,
			placeholder: 'https://api.example.com/tenant',
			description: 'Of the Cloud API; tokens are sent to its host alone',
		}),
		textField('Token URL', 'tokenUrl', {
			description: 'Where tokens are got; asked of the authority when empty',
		}),
		textField('Scope', 'scope', { description: 'Sent with the token request when not empty' }),
		textField('Audience', 'audience', {
			description: 'Sent with the token request when not empty',
		}),
		{
			displayName: 'Client Authentication',
			name: 'clientAuthentication',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'In the Body', value: 'body', description: 'Client ID and secret in the form' },
				{ name: 'In the Header', value: 'header', description: 'By HTTP Basic' },
			],
			default: 'header',
			description: 'How the client shows who it is',
		},
		domainsMode,
		domainsOfFields('apiUrl', 'authorityUrl', 'tokenUrl'),
		sessionField,
	];

	// Properties: methods are lost when n8n copies the type for the editor.
	preAuthentication = logInBefore(interActionPlus);

	authenticate = authenticateFor(interActionPlus);
}
