import {
	type ICredentialsDecrypted,
	type INodeCredentialTestResult,
	LoggerProxy,
} from 'n8n-workflow';

import { checkSqlite } from '../realm/check';
import type { Opened } from '../realm/shared-realms';
import { openRealmBy } from './open-realms';

const counted = (count: number, noun: string): string =>
	`${String(count)} ${noun}${count === 1 ? '' : 's'}`;

async function describeOpened({ realm, created }: Opened): Promise<string> {
	if (created) {
		return `Realm "${realm.name}" was created: keep its passphrase, it cannot be recovered.`;
	}
	const { users, apiKeys } = await realm.count();
	return `Realm "${realm.name}" is open and has ${counted(users, 'user')} and ${counted(apiKeys, 'API key')}.`;
}

/**
 * Opens (or creates) the realm of an Access Realm credential and says in a sentence what it found, and
 * in another what to see to where the realm is in a SQLite with a known fault. n8n's editor shows no
 * sentence of a test that went well: its log has that one too.
 */
export async function testRealmCredential(
	credential: ICredentialsDecrypted,
	sqliteVersion = process.versions.sqlite ?? 'unknown',
): Promise<INodeCredentialTestResult> {
	try {
		const opened = await openRealmBy(credential.data ?? {});
		const found = await describeOpened(opened);
		const { state, message } = checkSqlite(sqliteVersion);
		if (opened.storage !== 'sqlite' || state === 'ok') return { status: 'OK', message: found };
		LoggerProxy.warn(`incoming-api: ${message}`);
		return { status: 'OK', message: `${found} ${message}` };
	} catch (error) {
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}
