import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

import { openRealmBy } from './open-realms';

const counted = (count: number, noun: string): string =>
	`${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Opens (or creates) the realm of an Access Realm credential and says in a sentence what it found. */
export async function testRealmCredential(
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const { realm, created } = await openRealmBy(credential.data ?? {});
		const { users, apiKeys } = await realm.count();
		const message = created
			? `Realm "${realm.name}" was created: keep its passphrase, it cannot be recovered.`
			: `Realm "${realm.name}" is open and has ${counted(users, 'user')} and ${counted(apiKeys, 'API key')}.`;
		return { status: 'OK', message };
	} catch (error) {
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}
