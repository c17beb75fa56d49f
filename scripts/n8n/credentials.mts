import type { Session } from './session.mts';

/** What n8n is told about a credential. `data` is replaced as a whole by a change. */
export interface Credential {
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** How a node names the credential that it uses. */
export interface CredentialReference {
	readonly id: string;
	readonly name: string;
}

export async function createCredential(
	{ rest }: Session,
	credential: Credential,
): Promise<CredentialReference> {
	const { id, name } = await rest<CredentialReference>('POST', '/credentials', credential);
	return { id, name };
}

export async function changeCredential(
	{ rest }: Session,
	id: string,
	credential: Credential,
): Promise<void> {
	await rest('PATCH', `/credentials/${id}`, credential);
}

/** Presses the credential's test button. */
export async function testCredential(
	{ rest }: Session,
	id: string,
	credential: Credential,
): Promise<{ readonly status: string; readonly message: string }> {
	return await rest('POST', '/credentials/test', { credentials: { id, ...credential } });
}
