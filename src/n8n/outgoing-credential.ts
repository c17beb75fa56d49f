import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { isFailure } from '../vendors/failure';
import { type Mistake, mistake } from '../secrets/mistake';
import type { SecretKeys } from '../secrets/secret-keys';
import { readSecretKeys } from './secret-keys-fields';
import { type AnySystem, type SystemOfCredential, systemOfCredential } from './vendors';

/** The credential that an API Request goes by. */
export interface OutgoingCredential {
	/** Name of its type. */
	readonly type: string;
	readonly keys: SecretKeys;
	/** The system that it is for, where it is no Secret Keys credential. */
	readonly vendor: (SystemOfCredential & { readonly settings: object }) | undefined;
}

const SECRET_KEYS = 'secretKeysApi';

/** What a system's credential allows; no reference has a meaning with it. */
function keysOf(vendor: AnySystem, settings: object): SecretKeys {
	return {
		kind: 'secret-keys',
		keys: new Map(),
		allowedDomains: vendor.hosts(settings, undefined),
		referenceHeaders: undefined,
		holder: `the ${vendor.title} credential`,
		owner: `The ${vendor.title} credential`,
	};
}

/** Name of the type of credential that a node goes by. */
export function credentialOf(
	context: Pick<IExecuteFunctions, 'getNodeParameter'>,
	index: number,
): string {
	return String(context.getNodeParameter('authentication', index, SECRET_KEYS));
}

/** Reads the credential of an item; n8n decrypts it anew for each. */
export async function readOutgoingCredential(
	context: IExecuteFunctions,
	index: number,
): Promise<OutgoingCredential | Mistake> {
	const type = credentialOf(context, index);
	const vendor = systemOfCredential(type);
	if (vendor === undefined && type !== SECRET_KEYS) {
		return mistake(`Authentication is "${type}", which does not exist: choose from the list.`);
	}
	const fields = await context.getCredentials<ICredentialDataDecryptedObject>(type, index);
	if (vendor === undefined) {
		const keys = await readSecretKeys(fields);
		return keys.kind === 'mistake' ? keys : { type, keys, vendor: undefined };
	}
	const settings = vendor.of.read(fields);
	if (isFailure(settings)) return mistake(settings.sentence);
	return { type, keys: keysOf(vendor.of, settings), vendor: { ...vendor, settings } };
}
