import { type Refused, refuse } from './refusal';

/** The resource indicator (RFC 8707) of an application. */
export function resourceOf(issuer: string, application: string): string {
	return `${issuer}/applications/${encodeURIComponent(application)}`;
}

/** The application that a resource indicator names; `undefined` where it is none of this server's. */
export function applicationIn(issuer: string, resource: string): string | undefined {
	const prefix = `${issuer}/applications/`;
	if (!resource.startsWith(prefix)) return undefined;
	try {
		const application = decodeURIComponent(resource.slice(prefix.length));
		return resourceOf(issuer, application) === resource ? application : undefined;
	} catch {
		return undefined; // decodeURIComponent throws for what is no UTF-8, an expected outcome here
	}
}

/** Of several resources the first that is not an absolute URI without a fragment refuses them all. */
export function refuseMalformed(resources: readonly string[]): Refused | undefined {
	const wellFormed = (resource: string) => URL.canParse(resource) && !resource.includes('#');
	return resources.every(wellFormed) ? undefined : refuse('invalid_target', 'malformed-parameter');
}
