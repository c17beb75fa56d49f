import type { IDataObject } from 'n8n-workflow';

import type { DescribedDatasource, DescribedSecret, IssuedDatasource } from '../realm/realm';
import type { Delivery } from './one-time-link';

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

/** A datasource with its new key as it is delivered. */
export const DELIVERED_DATASOURCE_KEY: Omit<Delivery<IssuedDatasource>, 'issue'> = {
	show: (datasource) => ({
		datasourceKey: datasource.datasourceKey,
		...showDatasource(datasource),
	}),
	showRest: showDatasource,
	revealed: ({ name, datasourceKey }) => ({ target: name, values: { datasourceKey } }),
};
