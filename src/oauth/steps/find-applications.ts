import type { OAuthClient } from '../client';
import type { OAuthPorts } from '../ports';
import { type Refused, refuse } from '../refusal';
import { applicationIn, refuseMalformed } from '../resource';

/** The applications that resource indicators name, which this client may have (RFC 8707). */
export async function findApplications(
	resources: readonly string[],
	client: OAuthClient,
	issuer: string,
	{ applications }: Pick<OAuthPorts, 'applications'>,
): Promise<{ readonly applications: readonly string[] } | Refused> {
	const malformed = refuseMalformed(resources);
	if (malformed !== undefined) return malformed;
	const names = resources.map((resource) => applicationIn(issuer, resource));
	const found = await Promise.all(
		names.map((name) => (name === undefined ? undefined : applications.find(name))),
	);
	const known = found.flatMap((each) => (each === undefined ? [] : [each.name]));
	if (known.length < resources.length) return refuse('invalid_target', 'resource-unknown');
	const allowed = client.applications;
	if (allowed !== undefined && !known.every((name) => allowed.includes(name))) {
		return refuse('invalid_target', 'resource-not-granted');
	}
	return { applications: known.length === 0 ? (allowed ?? []) : [...new Set(known)] };
}

/** The one application of a token: the one that is asked for, or the only one that was granted. */
export function applicationWithin(
	resources: readonly string[],
	granted: readonly string[],
	issuer: string,
): { readonly application: string | undefined } | Refused {
	const malformed = refuseMalformed(resources);
	if (malformed !== undefined) return malformed;
	const [resource, ...more] = resources;
	if (more.length > 0) return refuse('invalid_target', 'several-resources');
	if (resource === undefined) {
		const [only, ...others] = granted;
		return others.length === 0
			? { application: only }
			: refuse('invalid_target', 'several-resources');
	}
	const application = applicationIn(issuer, resource);
	const isGranted =
		application !== undefined && (granted.length === 0 || granted.includes(application));
	return isGranted ? { application } : refuse('invalid_target', 'resource-not-granted');
}
