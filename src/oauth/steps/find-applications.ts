import type { OAuthPorts } from '../ports';
import { isRefused, type Refused, refuse } from '../refusal';
import { applicationIn, refuseMalformed } from '../resource';

type Ports = Pick<OAuthPorts, 'applications'>;

/** The names of those that are there, as they are written in the realm. */
async function findKnown(
	names: readonly string[],
	{ applications }: Ports,
): Promise<readonly string[]> {
	const found = await Promise.all(names.map((name) => applications.find(name)));
	return found.flatMap((each) => (each === undefined ? [] : [each.name]));
}

/**
 * The applications that resource indicators name (RFC 8707), or where none does all that are allowed,
 * as far as they are there. None stands for any, which is had only where `allowed` is absent.
 */
export async function findApplications(
	resources: readonly string[],
	allowed: readonly string[] | undefined,
	issuer: string,
	ports: Ports,
): Promise<{ readonly applications: readonly string[] } | Refused> {
	const malformed = refuseMalformed(resources);
	if (malformed !== undefined) return malformed;
	if (resources.length === 0) {
		if (allowed === undefined) return { applications: [] };
		const left = await findKnown(allowed, ports);
		return left.length > 0 ? { applications: left } : refuse('invalid_target', 'resource-unknown');
	}
	const asked = resources.flatMap((resource) => applicationIn(issuer, resource) ?? []);
	const known = await findKnown(asked, ports);
	if (known.length < resources.length) return refuse('invalid_target', 'resource-unknown');
	return allowed === undefined || known.every((name) => allowed.includes(name))
		? { applications: [...new Set(known)] }
		: refuse('invalid_target', 'resource-not-granted');
}

/** The one application of a token: the one that is asked for, or the only one that may be had. */
export async function findApplication(
	...asked: Parameters<typeof findApplications>
): Promise<{ readonly application: string | undefined } | Refused> {
	const found = await findApplications(...asked);
	if (isRefused(found)) return found;
	const [only, ...others] = found.applications;
	return others.length === 0
		? { application: only }
		: refuse('invalid_target', 'several-resources');
}
