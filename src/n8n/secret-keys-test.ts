import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { mistake } from '../secrets/mistake';
import type { SecretKeys } from '../secrets/secret-keys';
import { readSecretKeys } from './secret-keys-fields';

const count = (number: number, noun: string): string =>
	`${number} ${noun}${number === 1 ? '' : 's'}`;

function summary({ keys, allowedDomains }: SecretKeys): string {
	const disabled = [...keys.values()].filter(({ state }) => state === 'disabled').length;
	const aside = disabled === 0 ? '' : ` (${disabled} disabled)`;
	return `${count(keys.size, 'secret key')}${aside} for ${allowedDomains.text}.`;
}

/**
 * Tests a Secret Keys API credential: reads everything in it and says in one sentence what it found or
 * what is wrong first. Nothing is sent.
 */
export async function testSecretKeys(
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const keys = readSecretKeys(credential.data ?? {});
	const stray = keys.kind === 'secret-keys' ? keys.strayNames[0] : undefined;
	const outcome =
		stray === undefined
			? keys
			: mistake(`Disabled Keys lists "${stray}", but no secret key has that name.`);
	return outcome.kind === 'mistake'
		? { status: 'Error', message: outcome.sentence }
		: { status: 'OK', message: summary(outcome) };
}
