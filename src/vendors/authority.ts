import type { VendorPorts } from './exchange';
import { failed, isFailure, type VendorFailure } from './failure';
import { addressOf, below } from './fields';
import { readJson } from './json-answer';

/** Where the metadata of an issuer may lie: the OpenID form first, then both of RFC 8414 section 3.1. */
function metadataAddresses(authority: URL): readonly string[] {
	const path = authority.pathname.replace(/\/$/, '');
	return [
		below(authority, '/.well-known/openid-configuration'),
		`${authority.origin}/.well-known/oauth-authorization-server${path}`,
		below(authority, '/.well-known/oauth-authorization-server'),
	];
}

/**
 * The token endpoint of an authority, by its metadata: of the very issuer that was asked (RFC 8414
 * section 3.3), and on its host, so that a secret goes nowhere else.
 */
export async function findTokenEndpoint(
	title: string,
	authority: URL,
	{ exchange }: VendorPorts,
): Promise<URL | VendorFailure> {
	let last: VendorFailure | undefined;
	for (const url of new Set(metadataAddresses(authority))) {
		// One after the other: the first that answers decides.
		const answer = await exchange({ method: 'GET', url, headers: { accept: 'application/json' } });
		if ('status' in answer && answer.status === 404) continue;
		const read = readJson(answer, { title: `${title}'s authority`, url, secrets: [] });
		if (isFailure(read)) {
			last ??= read;
			continue;
		}
		const { issuer, token_endpoint: endpoint } = read.members;
		if (typeof issuer !== 'string' || issuer.replace(/\/$/, '') !== below(authority, '')) {
			return failed(
				`${title}'s authority calls itself by another name than Authority URL of the credential: enter the address as it was handed over.`,
			);
		}
		const address =
			typeof endpoint === 'string' ? addressOf(endpoint, 'The token endpoint') : undefined;
		if (address === undefined || isFailure(address) || address.host !== authority.host) {
			return failed(
				`${title}'s authority names no token endpoint on its own host: enter Token URL in the credential.`,
			);
		}
		return address;
	}
	const none = failed(
		`${title}'s authority at ${authority.origin} publishes no metadata: enter Token URL in the credential.`,
	);
	return last ?? none;
}
