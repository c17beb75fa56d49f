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
	return keys.map(({ credentialId, name, username, publicIds, state }) => ({
		name: `${name} of ${username}${state === 'active' ? '' : ` (${state})`}`,
		value: credentialId,
		description: publicIds.join(', '),
	}));
}

/** The OAuth clients of the realm, for a pick list. */
export async function listClients(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const clients = await (await realmOf(this)).administer.clients.getAll();
	return clients.map(({ clientId, name, enabled }) => ({
		name: enabled ? name : `${name} (disabled)`,
		value: clientId,
		description: clientId,
	}));
}

/** The domain keys of the realm, for a pick list. */
export async function listDomainKeys(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const keys = await (await realmOf(this)).administer.domainKeys.getAll({});
	return keys.map(({ credentialId, name, username, origins, state }) => ({
		name: `${name} of ${username}${state === 'active' ? '' : ` (${state})`}`,
		value: credentialId,
		description: origins.join(', '),
	}));
}

/** The signing keys of the realm, for a pick list. */
export async function listSigningKeys(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const keys = await (await realmOf(this)).administer.signingKeys.getAll({});
	return keys.map(({ credentialId, name, username, state }) => ({
		name: `${name} of ${username}${state === 'active' ? '' : ` (${state})`}`,
		value: credentialId,
	}));
}

/** The applications of the realm, for a pick list. */
export async function listApplications(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const applications = await (await realmOf(this)).administer.applications.getAll();
	return applications.map(({ name }) => ({ name, value: name }));
}

/** The groups of the realm, for a pick list. */
export async function listGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const groups = await (await realmOf(this)).administer.groups.getAll();
	return groups.map(({ name, application }) => ({
		name,
		value: name,
		...(application === undefined ? {} : { description: `Access to ${application}` }),
	}));
}

/** The roles of the application that the node names, for a pick list. */
export async function listRoles(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const application = String(this.getCurrentNodeParameter('application') ?? '') || 'Default';
	const roles = await (await realmOf(this)).administer.roles.getAll({ application });
	if (roles.kind === 'refused') return [];
	return roles.value.map(({ name, privileges }) => ({
		name,
		value: name,
		description: privileges.join(', '),
	}));
}

/** The datasources of the realm, for a pick list. */
export async function listDatasources(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const datasources = await (await realmOf(this)).administer.datasources.getAll();
	return datasources.map(({ name, state, allowedDomains }) => ({
		name: state === 'active' ? name : `${name} (${state})`,
		value: name,
		description: allowedDomains,
	}));
}

/** The secret keys of the datasource that the node names, for a pick list. */
export async function listSecrets(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const datasource = String(this.getCurrentNodeParameter('datasource') ?? '');
	const secrets = await (await realmOf(this)).administer.secrets.getAll(datasource);
	if (secrets.kind === 'refused') return [];
	return secrets.value.map(({ name, state, note }) => ({
		name: state === 'active' ? name : `${name} (${state})`,
		value: name,
		description: note,
	}));
}
