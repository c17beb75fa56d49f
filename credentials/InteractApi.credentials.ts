import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { onlyWhen } from '../src/n8n/fields';
import { authenticateFor, logInBefore } from '../src/n8n/vendor-authenticate';
import {
	allowedDomainsField,
	domainsMode,
	secretField,
	sessionField,
	textField,
} from '../src/n8n/vendor-fields';
import { interact } from '../src/vendors/interact';

/** Calls an Interact intranet as one of its persons. */
export class InteractApi implements ICredentialType {
	name = 'interactApi';

	displayName = 'Interact API';

	documentationUrl =
		'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/how-to-call-the-five-systems.md#interact';

	icon = {
		light: 'file:../icons/interact.svg',
		dark: 'file:../icons/interact.dark.svg',
	} as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Log In With',
			name: 'grant',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'API Key and Secret',
					value: 'keySecret',
					description: 'For a person that the key may act as',
				},
				{
					name: 'User Name and Password',
					value: 'password',
					description: 'As the person whose password it is',
				},
			],
			default: 'keySecret',
			description: 'What Interact is to know the caller by',
		},
		textField('Intranet', 'intranet', {
			placeholder: 'https://intranet.example.com',
			description:
				'Address of the intranet, whose /info tells API domain and tenant. Leave empty when you enter both.',
		}),
		...onlyWhen({ grant: ['keySecret'] }, [
			secretField('API Key', 'apiKey', { required: true }),
			secretField('API Secret', 'apiSecret', { required: true }),
			textField('Person ID', 'personId', {
				required: true,
				description: 'The person that calls act as',
			}),
		]),
		...onlyWhen({ grant: ['password'] }, [
			textField('User Name', 'username', { required: true }),
			secretField('Password', 'password', { required: true }),
		]),
		textField('API Domain', 'apiDomain', {
			placeholder: 'us-lb-api-01.interactgo.com',
			description: 'Host of the API; asked of the intranet when empty',
		}),
		textField('Tenant', 'tenant', {
			placeholder: '00000000-0000-0000-0000-000000000000',
			description: "GUID of the intranet's tenant; asked of the intranet when empty",
		}),
		domainsMode,
		allowedDomainsField('*.interactgo.com'),
		sessionField,
	];

	// Properties: methods are lost when n8n copies the type for the editor.
	preAuthentication = logInBefore(interact);

	authenticate = authenticateFor(interact);
}
