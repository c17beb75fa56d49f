import type { OAuthClient } from './client';
import type { FormState } from './form-state';
import type { OAuthPorts } from './ports';
import { isRefused, type Refused, refuse } from './refusal';
import { resourceOf } from './resource';
import { findApplications } from './steps/find-applications';

const GRANTS = { code: 'authorization_code', token: 'implicit' } as const;

/** Refuses a request of which something was taken from its client while a page stood open. */
export async function refuseTaken(
	{ request, issuer }: Pick<FormState, 'request' | 'issuer'>,
	client: OAuthClient,
	ports: Pick<OAuthPorts, 'applications'>,
): Promise<Refused | undefined> {
	const { responseType, scopes, applications } = request;
	if (responseType !== 'none' && !client.grants.includes(GRANTS[responseType])) {
		return refuse('unauthorized_client', 'grant-not-allowed');
	}
	if (!scopes.every((scope) => client.scopes.includes(scope))) {
		return refuse('invalid_scope', 'scope-not-allowed');
	}
	const allowed = client.applications;
	if (applications.length === 0) {
		return allowed && refuse('invalid_target', 'resource-not-granted');
	}
	const resources = applications.map((name) => resourceOf(issuer, name));
	const found = await findApplications(resources, allowed, issuer, ports);
	return isRefused(found) ? found : undefined;
}
