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
