import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateFor } from '../src/n8n/vendor-authenticate';
import { domainsMode, domainsOfFields, secretField, textField } from '../src/n8n/vendor-fields';
import { phixFlow } from '../src/vendors/phixflow';

/** Calls actionflows of a PhixFlow server with an API key. */
export class PhixFlowApi implements ICredentialType {
	name = 'phixFlowApi';

	displayName = 'PhixFlow API';

	documentationUrl =
		'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/how-to-call-the-five-systems.md#phixflow';

	icon = {
		light: 'file:../icons/phixflow.svg',
		dark: 'file:../icons/phixflow.dark.svg',
	} as const;

	properties: INodeProperties[] = [
		textField('Base URL', 'baseUrl', {
			required: true,
			placeholder: 'https://phixflow.example.com/phixflow',
			description: 'Address of the PhixFlow server; the key is sent to its host alone',
		}),
		secretField('API Key', 'apiKey', {
			required: true,
			description: 'As PhixFlow showed it when it was generated; sent as it is in Authorization',
		}),
		domainsMode,
		domainsOfFields('baseUrl'),
	];

	// A property: a method is lost when n8n copies the type for the editor.
	authenticate = authenticateFor(phixFlow);
}
