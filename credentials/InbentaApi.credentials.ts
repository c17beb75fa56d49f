import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateFor, logInBefore } from '../src/n8n/vendor-authenticate';
import {
	allowedDomainsField,
	domainsMode,
	secretField,
	sessionField,
	textField,
} from '../src/n8n/vendor-fields';
import { inbenta } from '../src/vendors/inbenta';

/** Calls Inbenta's APIs with a key and its secret. */
export class InbentaApi implements ICredentialType {
	name = 'inbentaApi';

	displayName = 'Inbenta API';

	documentationUrl =
		'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/how-to-call-the-five-systems.md#inbenta';

	icon = {
		light: 'file:../icons/inbenta.svg',
		dark: 'file:../icons/inbenta.dark.svg',
	} as const;

	properties: INodeProperties[] = [
		secretField('API Key', 'apiKey', { required: true }),
		secretField('API Secret', 'apiSecret', { required: true }),
		secretField('Signature Key', 'signatureKey', {
			description: 'For APIs that demand signed requests; requests are signed when it is there',
		}),
		textField('Auth URL', 'authUrl', {
			default: 'https://api.inbenta.io/v1',
			description: 'Of the Auth API; regions have their own',
		}),
		domainsMode,
		allowedDomainsField('*.inbenta.io'),
		sessionField,
	];

	// Properties: methods are lost when n8n copies the type for the editor.
	preAuthentication = logInBefore(inbenta);

	authenticate = authenticateFor(inbenta);
}
