import type { INodeProperties } from 'n8n-workflow';

/**
 * No field takes an expression: one would make n8n evaluate all of them on every request, before
 * the client is known.
 */
export const serverFields: INodeProperties[] = [
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		noDataExpression: true,
		default: 'auth',
		required: true,
		placeholder: 'e.g. auth',
		description:
			'Path behind /webhook/ under which all endpoints lie, such as auth/oauth/token; unique in this n8n',
	},
	{
		displayName: 'Dialects',
		name: 'dialects',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{
				name: 'Inbenta',
				value: 'inbenta',
				description: 'Key and secret of a key pair, or a domain key of a page, for a token',
			},
			{
				name: 'Interact',
				value: 'interact',
				description: 'Key and secret of a key pair for a token that acts as a person',
			},
			{
				name: 'InterAction+',
				value: 'interActionPlus',
				description:
					'The standard endpoints, and a set-up in which an administrator designates a user for the client',
			},
			{
				name: 'OAuth',
				value: 'oauth',
				description: 'Standard OAuth 2 endpoints, for any OAuth client',
			},
			{
				name: 'Verint Community',
				value: 'verint',
				description: 'Endpoints under api.ashx/v2/oauth, for clients of a Verint Community site',
			},
		],
		default: ['oauth'],
		required: true,
		description: 'Wire formats that the server speaks',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{
				name: 'Consent Given',
				value: 'consentGiven',
				description: 'A user has agreed that a client acts for them',
			},
			{
				name: 'Log-In Locked',
				value: 'logInLocked',
				description: 'Somebody has tried too often to log in',
			},
			{
				name: 'Reuse Detected',
				value: 'reuseDetected',
				description: 'A code or refresh token was used twice; what came from it has ended',
			},
			{
				name: 'Token Issued',
				value: 'tokenIssued',
				description: 'A client has got an access token',
			},
		],
		default: [],
		hint: 'Without events the workflow never runs, and clients get their tokens all the same',
		description: 'What runs the workflow, with one item for each event. None runs it never.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		noDataExpression: true,
		default: {},
		options: [
			{
				displayName: 'Interact Password Grant',
				name: 'interactPasswordGrant',
				type: 'boolean',
				noDataExpression: true,
				displayOptions: { show: { '/dialects': ['interact'] } },
				default: false,
				description:
					"Whether callers of Interact may also log in by a user's name and password. Passwords then pass through the programs of callers: prefer key and secret.",
			},
			{
				displayName: 'JWT Algorithm',
				name: 'tokenAlgorithm',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'EdDSA', value: 'EdDSA', description: 'Ed25519: short and fast' },
					{
						name: 'RS256',
						value: 'RS256',
						description: 'RSA, for verifiers that know nothing newer',
					},
				],
				default: 'EdDSA',
				description: 'How access tokens are signed, of clients whose tokens are JWTs',
			},
			{
				displayName: 'Key Renewal Hours',
				name: 'keyRenewalHours',
				type: 'number',
				noDataExpression: true,
				typeOptions: { minValue: 1, maxValue: 8760 },
				default: 24,
				description:
					'How long callers of Interact and Inbenta renew their tokens before they have to show their key again',
			},
			{
				displayName: 'Public URL',
				name: 'publicUrl',
				type: 'string',
				noDataExpression: true,
				default: '',
				placeholder: 'e.g. https://login.example.com',
				description:
					"Address under which clients reach the endpoints, where a proxy maps it: the issuer. n8n's own webhook address when empty.",
			},
		],
	},
];
