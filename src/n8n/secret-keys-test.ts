import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { type Mistake, mistake } from '../secrets/mistake';
import type { CredentialKeys } from '../secrets/secret-keys';
import { type RealmKeys, readSecretKeys } from './secret-keys-fields';

const count = (number: number, noun: string): string =>
	`${number} ${noun}${number === 1 ? '' : 's'}`;

const counted = (keys: number, disabled: number): string =>
	`${count(keys, 'secret key')}${disabled === 0 ? '' : ` (${disabled} disabled)`}`;

function ofCredential({ keys, allowedDomains, strayNames }: CredentialKeys): Mistake | string {
	const [stray] = strayNames;
	if (stray !== undefined) {
		return mistake(`Disabled Keys lists "${stray}", but no secret key has that name.`);
	}
	const disabled = [...keys.values()].filter(({ state }) => state === 'disabled').length;
	return `${counted(keys.size, disabled)} for ${allowedDomains.text}.`;
}

function ofRealm({ keys, allowedDomains, holder }: RealmKeys): Mistake | string {
	const all = keys.names.flatMap((name) => keys.get(name) ?? []);
	const damaged = all.find(({ state }) => state === 'changed' || state === 'unreadable');
	if (damaged !== undefined) {
		return mistake(
			`Secret key "${damaged.name}" was changed in the database by hand, or is damaged: delete it in ${holder} and create it again.`,
		);
	}
	const disabled = all.filter(({ state }) => state === 'disabled').length;
	const { domains } = keys.domains;
	return `${counted(all.length, disabled)} in ${holder}, which allows ${domains.text}. This credential allows ${allowedDomains.text}.`;
}

/**
 * Tests a Secret Keys API credential: reads everything in it, or in its datasource, and says in one
 * sentence what it found or what is wrong first. Nothing is sent.
 */
export async function testSecretKeys(
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const keys = await readSecretKeys(credential.data ?? {});
	if (keys.kind === 'mistake') return { status: 'Error', message: keys.sentence };
	const found = 'datasource' in keys ? ofRealm(keys) : ofCredential(keys);
	return typeof found === 'string'
		? { status: 'OK', message: found }
		: { status: 'Error', message: found.sentence };
}
