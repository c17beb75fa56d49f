import type { IDataObject } from 'n8n-workflow';

import type { DescribedDatasource, DescribedSecret } from '../realm/realm';

const iso = (instant: number): string => new Date(instant).toISOString();

/** A secret key as an item: everything but its value, which nothing reads. */
export function showSecret(secret: DescribedSecret): IDataObject {
	return {
		credentialId: secret.credentialId,
		datasource: secret.datasource,
		name: secret.name,
		state: secret.state,
		version: secret.version,
		allowedDomains: secret.allowedDomains,
		note: secret.note,
		expiresAt: secret.expiresAt === undefined ? null : iso(secret.expiresAt),
		createdAt: iso(secret.createdAt),
		updatedAt: iso(secret.updatedAt),
	};
}

/** A datasource as an item; its datasource key is not among what a realm knows. */
export function showDatasource(datasource: DescribedDatasource): IDataObject {
	return {
		datasource: datasource.name,
		state: datasource.state,
		allowedDomains: datasource.allowedDomains,
		publicKey: datasource.publicKey ?? null,
		secrets: datasource.secrets,
		createdAt: iso(datasource.createdAt),
	};
}
