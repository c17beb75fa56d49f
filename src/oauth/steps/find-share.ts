import type { WithClient } from '../client-authentication/authenticate-client';
import type { OAuthPorts } from '../ports';
import { isRefused, type Refused } from '../refusal';
import { scopesWithin } from '../scope';
import { findApplication } from './find-applications';

/** What may be had by a token. */
export interface Share {
	readonly scopes: readonly string[];
	readonly application: string | undefined;
}

/**
 * What a token request asks for, of what was granted, where no applications stand for all. It comes
 * before anything is used up or written: a token for what was deleted cannot be issued.
 */
export async function findShareOf(
	granted: { readonly scopes: readonly string[]; readonly applications: readonly string[] },
	scope: string | undefined,
	{ form, place }: WithClient,
	ports: Pick<OAuthPorts, 'applications'>,
): Promise<Share | Refused> {
	const share = scopesWithin(scope, granted.scopes);
	if (isRefused(share)) return share;
	const allowed = granted.applications.length === 0 ? undefined : granted.applications;
	const one = await findApplication(form.all('resource'), allowed, place.issuer, ports);
	return isRefused(one) ? one : { ...share, ...one };
}
