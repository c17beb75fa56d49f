import type { INodeProperties } from 'n8n-workflow';

/** n8n runs a log-in before each request only where there is such a field; it stays empty. */
export const sessionField: INodeProperties = {
	displayName: 'Session',
	name: 'session',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/** Makes n8n enforce Allowed Domains, at each hop of a redirect too. */
export const domainsMode: INodeProperties = {
	displayName: 'Allowed HTTP Request Domains',
	name: 'allowedHttpRequestDomains',
	type: 'hidden',
	default: 'domains',
};

/** By an authorization code; n8n says so itself where such a credential is not connected. */
export const grantField: INodeProperties = {
	displayName: 'Grant Type',
	name: 'grantType',
	type: 'hidden',
	default: 'authorizationCode',
};

/**
 * An address that n8n's OAuth2 takes: below the one in a field, unless another field says it. Hidden,
 * because n8n shows what it asks for itself above the field that is to be filled in.
 */
export function endpointField(
	name: 'authUrl' | 'accessTokenUrl',
	{ base, path, instead }: Readonly<Record<'base' | 'path' | 'instead', string>>,
): INodeProperties {
	return {
		displayName: name === 'authUrl' ? 'Authorization URL' : 'Access Token URL',
		name,
		type: 'hidden',
		default: `={{ $self["${instead}"] || $self["${base}"].replace(/\\/$/, "") + "${path}" }}`,
	};
}

/** For which statuses n8n renews a token; without it for 401 alone. */
export function endedTokenField(statuses: readonly number[]): INodeProperties {
	return {
		displayName: 'Token Expired Status Code',
		name: 'tokenExpiredStatusCode',
		type: 'hidden',
		default: [...statuses],
	};
}

/** Hosts that may get requests, where a system names its own addresses. */
export function allowedDomainsField(usual: string): INodeProperties {
	return {
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'string',
		default: usual,
		required: true,
		noDataExpression: true,
		description:
			'Comma-separated hosts to which requests with this credential may go, logins included',
	};
}

/** The hosts of the addresses in these fields, as what n8n lets a request with the credential go to. */
export function domainsOfFields(...names: readonly string[]): INodeProperties {
	const list = names.map((name) => `$self["${name}"]`).join(', ');
	return {
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'hidden',
		default: `={{ [${list}].filter((address) => address).map((address) => address.trim().replace(/^\\w+:\\/\\//, "").replace(/[:\\/?#].*$/, "")).join(",") }}`,
	};
}

/** A secret that is typed in. */
export function secretField(
	displayName: string,
	name: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		typeOptions: { password: true },
		default: '',
		noDataExpression: true,
		...more,
	};
}

/** A text that is typed in; an expression may give it. */
export function textField(
	displayName: string,
	name: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName, name, type: 'string', default: '', ...more };
}
