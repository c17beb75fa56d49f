import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { realmOf } from './open-realms';

/** The users of the realm, for a pick list. */
export async function listUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const users = await (await realmOf(this)).administer.users.getAll();
	return users.map(({ name, displayName, enabled }) => ({
		name: enabled ? name : `${name} (disabled)`,
		value: name,
		description: displayName,
	}));
}

/** The API keys of the realm, for a pick list. */
export async function listApiKeys(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const keys = await (await realmOf(this)).administer.apiKeys.getAll({});
	return keys.map(({ credentialId, name, username, state }) => ({
		name: `${name} of ${username}${state === 'active' ? '' : ` (${state})`}`,
		value: credentialId,
	}));
}
