import type { INodeProperties } from 'n8n-workflow';

/** How callers may show who they are. */
export const credentialFields: INodeProperties[] = [
	{
		displayName: 'Accepted Credentials',
		name: 'acceptedCredentials',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{
				name: 'Access Token',
				value: 'accessToken',
				description: 'Token in Authorization after Bearer or OAuth',
			},
			{
				name: 'API Key',
				value: 'apiKey',
				description:
					'Key of a user: in X-API-Key, or in Authorization alone, after Bearer or as user name of Basic',
			},
			{
				name: 'Domain Key',
				value: 'domainKey',
				description: 'Public key of a page in X-Domain-Key, which works from its own origins only',
			},
			{
				name: 'Rest-User-Token',
				value: 'restUserToken',
				description:
					'Header of Verint Community: base64 of an API key, a colon and the name of the user of the key',
			},
			{
				name: 'Signature',
				value: 'signature',
				description:
					'Signature of the message by a signing key: of a webhook of GitHub, Stripe or Standard Webhooks, of Inbenta, or any HMAC',
			},
		],
		default: ['apiKey'],
		description: 'Credentials that callers may show. One of any other kind is refused.',
	},
	{
		displayName:
			'Anyone who reads your page can read a domain key, and a program can pretend to be your page. Let it start only what anybody may start.',
		name: 'domainKeyNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { acceptedCredentials: ['domainKey'] } },
	},
	{
		displayName: 'Required Scopes',
		name: 'requiredScopes',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Scope' },
		noDataExpression: true,
		default: [],
		placeholder: 'e.g. orders:write',
		description:
			'Scopes that an access token must have, all of them. Other credentials have no scopes and are not asked for any.',
		displayOptions: { show: { acceptedCredentials: ['accessToken'] } },
	},
	{
		displayName: 'Signing Key IDs',
		name: 'signingKeys',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Signing Key' },
		noDataExpression: true,
		required: true,
		default: [],
		placeholder: 'e.g. 57616bcd-9a3d-4c0e-8f5a-2f1e6f0b7c11',
		displayOptions: { show: { acceptedCredentials: ['signature'] } },
		description:
			'Signing keys, up to 10, by the IDs that Access Admin shows. A message is taken when one of them has signed it; each message runs the workflow once.',
	},
];

/** What most triggers leave as it is. */
export const credentialOptions: INodeProperties[] = [
	{
		displayName: 'Impersonation',
		name: 'impersonation',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			'Whether a caller with the privilege Impersonate Users may act as the user that the header Rest-Impersonate-User names. A call with that header is refused when this is off.',
		displayOptions: {
			show: { '/acceptedCredentials': ['accessToken', 'apiKey', 'restUserToken'] },
		},
	},
	{
		displayName: 'Tokens in OAuth-Authorization',
		name: 'oauthAuthorization',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			'Whether a token may stand alone in the header OAuth-Authorization, for an n8n behind a proxy that needs Authorization for its own login. Basic and Negotiate there are then left to the proxy.',
		displayOptions: { show: { '/acceptedCredentials': ['accessToken'] } },
	},
];
