import type { INodeProperties } from 'n8n-workflow';

/** What a value comes in, when a signing key is created or rotated. */
export const sealedValueField: INodeProperties = {
	displayName: 'Sealed Value',
	name: 'sealed',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	hint: 'What incoming-api seal prints, never the value itself: n8n would keep it in clear',
	description:
		'The value that the sender signs with, sealed for the public key of the realm: what "incoming-api seal --kind signingKey" prints. It is taken once.',
};
