/**
 * Header fields that carry a caller's credential, in lower case: RFC 9110's, the usual one for API
 * keys, and those of the vendors whose callers we take. They never reach an item, and a call that
 * shows one is not anonymous.
 */
const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set([
	'authorization',
	'oauth-authorization',
	'rest-impersonate-user',
	'rest-user-token',
	'stripe-signature',
	'svix-signature',
	'webhook-signature',
	'x-api-key',
	'x-domain-key',
	'x-hub-signature',
	'x-hub-signature-256',
	'x-inbenta-key',
	'x-inbenta-signature',
]);

/** Fields that hold credentials for somebody else on the way: kept out of items, but no credential. */
const OTHER_SECRET_HEADERS: ReadonlySet<string> = new Set(['cookie', 'proxy-authorization']);

export function isCredentialHeader(name: string): boolean {
	return CREDENTIAL_HEADERS.has(name.toLowerCase());
}

export function mayShowHeader(name: string): boolean {
	return !isCredentialHeader(name) && !OTHER_SECRET_HEADERS.has(name.toLowerCase());
}
