import { DatabaseSync } from 'node:sqlite';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { sealSecret } from '../../src/secrets/seal-secret';
import { anAdminNode } from './admin-node';

export const VALUE = 's3cr3t-of-the-realm';
export const KEY = { datasource: 'crm', secret: 'MyAPIKey' };

/** A realm with the datasource `crm` and the secret key `MyAPIKey`, made with Access Admin. */
export async function aRealmDatasource() {
	const admin = await anAdminNode();
	const secret = (operation: string, parameters: INodeParameters = {}) =>
		admin.run({ resource: 'secret', operation, ...parameters });
	const made = await secret('createDatasource', {
		name: 'crm',
		allowedDomains: '127.0.0.1, api.example.com',
	});
	const { datasourceKey, publicKey: shown } = made.json[0] ?? {};
	const publicKey = String(shown);
	/** Fields of a Secret Keys credential; a test may change them. */
	const fields: ICredentialDataDecryptedObject = {
		source: 'realm',
		allowedDomains: '127.0.0.1, localhost',
		realm: 'default',
		datasource: 'crm',
		datasourceKey: String(datasourceKey),
		storage: 'sqlite',
		sqliteFile: admin.fields['sqliteFile'] ?? '',
	};
	const seal = async (name = 'MyAPIKey'): Promise<string> => {
		const expiresAt = Date.now() + 60_000;
		const target = { realm: 'default', datasource: 'crm', name };
		const sealed = await sealSecret({ publicKey, ...target, expiresAt, value: VALUE });
		return sealed.kind === 'sealed' ? sealed.text : sealed.sentence;
	};
	const create = async (name = 'MyAPIKey', rest: INodeParameters = {}) =>
		await secret('create', { datasource: 'crm', name, sealed: await seal(name), ...rest });
	await create();

	return {
		admin,
		fields,
		publicKey,
		secret,
		seal,
		create,
		/** Does to the realm's file what somebody does past our code; no cache outlives it. */
		async byHand(sql: string): Promise<void> {
			const database = new DatabaseSync(String(admin.fields['sqliteFile']));
			database.exec(sql);
			database.close();
			await secret('createDatasource', { name: 'another', allowedDomains: 'x.example' });
		},
		audit: async (operation: string, parameters: IDataObject = {}) =>
			(await admin.run({ resource: 'auditLog', operation, ...parameters } as INodeParameters)).json,
	};
}
