import type { WithClient } from '../client-authentication/authenticate-client';
import type { OAuthClient } from '../client';
import type { OAuthPorts } from '../ports';
import { isRefused, type Refused, refuse } from '../refusal';
import { scopesWithin } from '../scope';
import { findApplication } from './find-applications';

/** What may be had by a token. */
export interface Share {
	readonly scopes: readonly string[];
	readonly application: string | undefined;
}

interface Granted {
	readonly scopes: readonly string[];
	/** All when empty. */
	readonly applications: readonly string[];
}

/**
 * The scopes that were granted and that the client may still have. Where none is left there is no
 * token, except for a client that has no scopes at all, whose tokens never have any.
 */
function scopesLeft({ scopes }: Granted, client: OAuthClient): readonly string[] | Refused {
	const left = scopes.filter((scope) => client.scopes.includes(scope));
	return left.length > 0 || scopes.length === 0 || client.scopes.length === 0
		? left
		: refuse('invalid_scope', 'scope-not-allowed');
}

/** The same of the applications; any where it is absent. */
function applicationsLeft(
	{ applications }: Granted,
	client: OAuthClient,
): { readonly allowed: readonly string[] | undefined } | Refused {
	if (applications.length === 0) return { allowed: client.applications };
	const left = applications.filter((name) => client.applications?.includes(name) ?? true);
	return left.length > 0 ? { allowed: left } : refuse('invalid_target', 'resource-not-granted');
}

/**
 * What a token request asks for, of what was granted and was not taken from the client since. It comes
 * before anything is used up or written: a token for what was deleted cannot be issued.
 */
export async function findShareOf(
	granted: Granted,
	scope: string | undefined,
	{ form, client, place }: WithClient,
	ports: Pick<OAuthPorts, 'applications'>,
): Promise<Share | Refused> {
	const scopes = scopesLeft(granted, client);
	if (isRefused(scopes)) return scopes;
	const share = scopesWithin(scope, scopes);
	if (isRefused(share)) return share;
	const left = applicationsLeft(granted, client);
	if (isRefused(left)) return left;
	const one = await findApplication(form.all('resource'), left.allowed, place.issuer, ports);
	return isRefused(one) ? one : { ...share, ...one };
}
