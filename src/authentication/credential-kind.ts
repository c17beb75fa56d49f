/** The kinds of credentials that a trigger can accept, as its parameter `acceptedCredentials` names them. */
export const CREDENTIAL_KINDS = [
	'apiKey',
	'accessToken',
	'restUserToken',
	'domainKey',
	'signature',
] as const;

export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export function isCredentialKind(text: string): text is CredentialKind {
	return (CREDENTIAL_KINDS as readonly string[]).includes(text);
}
