import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, onlyWhen } from '../../../src/n8n/fields';
import type { Parameters } from '../../../src/n8n/parameters';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSigningKey } from '../../../src/n8n/show-signing-key';
import { sealedValueField } from './sealed-value';

const inbentaFields: readonly INodeProperties[] = onlyWhen({ variant: ['inbentaV1'] }, [
	{
		displayName: 'API Key',
		name: 'keyId',
		type: 'string',
		required: true,
		default: '',
		description: 'What callers send as x-inbenta-key; no secret',
	},
]);

const genericFields: readonly INodeProperties[] = onlyWhen({ variant: ['genericHmac'] }, [
	{
		displayName: 'Signature Header',
		name: 'signatureHeader',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. X-Shop-Signature',
		description: 'Header with the signature. It stays out of the item.',
	},
	{
		displayName: 'Prefix',
		name: 'prefix',
		type: 'string',
		default: '',
		placeholder: 'e.g. sha256=',
		description: 'What stands before the signature in its header',
	},
	{
		displayName: 'Algorithm',
		name: 'algorithm',
		type: 'options',
		options: [
			{ name: 'HMAC-SHA256', value: 'sha256' },
			{ name: 'HMAC-SHA512', value: 'sha512' },
		],
		default: 'sha256',
		description: 'Hash of the HMAC',
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		options: [
			{ name: 'Base64', value: 'base64' },
			{ name: 'Hexadecimal', value: 'hex', description: 'In lower case' },
		],
		default: 'hex',
		description: 'How the signature is written',
	},
	{
		displayName: 'Timestamp Header',
		name: 'timestampHeader',
		type: 'string',
		default: '',
		placeholder: 'e.g. X-Shop-Timestamp',
		description:
			'Header with the time of signing in Unix seconds, which may be 5 minutes off; none when empty',
	},
	{
		displayName: 'ID Header',
		name: 'idHeader',
		type: 'string',
		default: '',
		placeholder: 'e.g. X-Shop-Delivery',
		description: 'Header with the ID of the message, the same in each retry; none when empty',
	},
	{
		displayName: 'Signed Text',
		name: 'template',
		type: 'string',
		default: '{body}',
		placeholder: 'e.g. {timestamp}.{body}',
		description:
			'What is signed: literal text with {body}, and {timestamp}, {ID}, {method} and {path} where the sender signs those',
	},
	{
		displayName: 'Encoding of the Value',
		name: 'keyEncoding',
		type: 'options',
		options: [
			{ name: 'Base64', value: 'base64' },
			{ name: 'Hexadecimal', value: 'hex', description: 'In lower case' },
			{ name: 'Text', value: 'text', description: 'The letters themselves are the key' },
		],
		default: 'text',
		description: 'How the sender writes the bytes of the key',
	},
]);

const firstFields: readonly INodeProperties[] = [
	{
		displayName: 'User Name or ID',
		name: 'username',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'listUsers' },
		required: true,
		default: '',
		description:
			'User that messages of this key run as. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Key Name',
		name: 'name',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Webhooks of the shop',
		description: 'What the value is sealed for; tells the signing keys apart',
	},
	{
		displayName: 'Variant',
		name: 'variant',
		type: 'options',
		options: [
			{
				name: 'Generic HMAC',
				value: 'genericHmac',
				description: 'HMAC in headers of any name',
			},
			{ name: 'GitHub', value: 'github', description: 'Header X-Hub-Signature-256' },
			{
				name: 'Inbenta (V1)',
				value: 'inbentaV1',
				description: 'Requests that are signed with the signature key; the answer is signed too',
			},
			{
				name: 'Standard Webhooks',
				value: 'standardWebhooks',
				description: 'Headers webhook-signature or svix-signature',
			},
			{ name: 'Stripe', value: 'stripe', description: 'Header Stripe-Signature' },
		],
		default: 'standardWebhooks',
		description: 'How the sender signs',
	},
	...inbentaFields,
	...genericFields,
];

const expiryField: INodeProperties = {
	displayName: 'Expires At',
	name: 'expiresAt',
	type: 'dateTime',
	default: '',
	description: 'When the signing key stops working; never when empty',
};

export const createFields = onlyFor(
	'signingKey',
	['create'],
	[...firstFields, sealedValueField, expiryField],
);

/** What a new key has beside its value. */
export const newKeyFields = [...firstFields, expiryField];

const SCHEME_FIELDS = [
	'keyId',
	'signatureHeader',
	'timestampHeader',
	'idHeader',
	'algorithm',
	'encoding',
	'prefix',
	'template',
	'keyEncoding',
] as const;

/** Reads what a new key has beside its value. */
export function readNewKey(parameters: Parameters) {
	const expiresAt = parameters.optionalText('expiresAt');
	const given = SCHEME_FIELDS.flatMap((name) => {
		const text = parameters.text(name);
		return text === '' ? [] : [[name, text] as const];
	});
	return {
		username: parameters.text('username'),
		name: parameters.text('name'),
		scheme: { variant: parameters.text('variant'), ...Object.fromEntries(given) },
		...(expiresAt === undefined ? {} : { expiresAt }),
	};
}

export const create: Operation = async ({ administer }, parameters) => {
	const input = { ...readNewKey(parameters), sealed: parameters.text('sealed') };
	return shown(await administer.signingKeys.create(input), showSigningKey);
};
