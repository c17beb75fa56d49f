import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../../../src/n8n/parameters';

/** What a value comes in, when a secret key is created or rotated. */
export const sealedField: INodeProperties = {
	displayName: 'Sealed Value',
	name: 'sealed',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	hint: 'What incoming-api seal prints, never the value itself: n8n would keep it in clear',
	description:
		'The value, sealed for the public key of the datasource: what "incoming-api seal" prints. It is taken once.',
};

/** What goes with a value. */
export const termsFields: readonly INodeProperties[] = [
	{
		displayName: 'Allowed Domains',
		name: 'onlyDomains',
		type: 'string',
		default: '',
		placeholder: 'e.g. api.example.com',
		description:
			'Comma-separated hosts that may receive this secret, of those that the datasource allows; all of them when empty, and as before when the key is rotated',
	},
	{
		displayName: 'Expires At',
		name: 'expiresAt',
		type: 'dateTime',
		default: '',
		description:
			'When the secret key stops working; never when empty, and as before when the key is rotated',
	},
];

/** Reads what goes with a value. */
export function readTerms(parameters: Parameters) {
	const allowedDomains = parameters.optionalText('onlyDomains');
	const expiresAt = parameters.optionalText('expiresAt');
	return {
		...(allowedDomains === undefined ? {} : { allowedDomains }),
		...(expiresAt === undefined ? {} : { expiresAt }),
	};
}

/** Reads the fields of a new value. */
export function readNewValue(parameters: Parameters) {
	return { sealed: parameters.text('sealed'), ...readTerms(parameters) };
}

/** Which secret key the operation is about. */
export function readSecretName(parameters: Parameters) {
	return { datasource: parameters.text('datasource'), name: parameters.text('secret') };
}
