import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type {
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { AccessRealmApi } from '../../credentials/AccessRealmApi.credentials';
import { AccessAdmin } from '../../nodes/AccessAdmin/AccessAdmin.node';
import { closeRealms } from '../../src/n8n/open-realms';
import { aNode, aWorkflow, type Installed, runWorkflow } from './harness';

const TYPE = 'n8n-nodes-incoming-api.accessAdmin';

/** Access Admin in n8n's engine, on a realm of its own. */
export interface AdminNode {
	/** Fields of the credential; a test may change them. */
	fields: ICredentialDataDecryptedObject;
	installed(): Installed;
	node(parameters: INodeParameters, onError?: 'continueRegularOutput'): ReturnType<typeof aNode>;
	run(
		parameters: INodeParameters,
		items?: INodeExecutionData[],
		onError?: 'continueRegularOutput',
	): ReturnType<typeof runNode>;
	user(operation: string, parameters?: INodeParameters): ReturnType<typeof runNode>;
	apiKey(operation: string, parameters?: INodeParameters): ReturnType<typeof runNode>;
	close(): Promise<void>;
}

async function runNode(
	installed: Installed,
	node: ReturnType<typeof aNode>,
	items?: INodeExecutionData[],
) {
	const ran = await runWorkflow(installed, aWorkflow(installed, [node]), node.name, items);
	return {
		items: ran.items(node.name),
		json: ran.items(node.name).map(({ json }) => json),
		error: ran.run.data.resultData.error,
	};
}

export async function anAdminNode(): Promise<AdminNode> {
	const folder = await mkdtemp(join(tmpdir(), 'realm-'));
	const admin: AdminNode = {
		fields: {
			realm: 'default',
			passphrase: Buffer.alloc(32, 3).toString('base64'),
			storage: 'sqlite',
			sqliteFile: join(folder, 'realm.sqlite'),
		},
		installed: () => ({
			nodes: { [TYPE]: new AccessAdmin() },
			credentialTypes: [new AccessRealmApi()],
			credentials: { realm: admin.fields },
		}),
		node: (parameters, onError) =>
			aNode({
				name: 'Access Admin',
				type: TYPE,
				parameters,
				credentials: { accessRealmApi: { id: 'realm', name: 'Realm' } },
				...(onError ? { onError } : {}),
			}),
		run: (parameters, items, onError) =>
			runNode(admin.installed(), admin.node(parameters, onError), items),
		user: (operation, parameters = {}) => admin.run({ resource: 'user', operation, ...parameters }),
		apiKey: (operation, parameters = {}) =>
			admin.run({ resource: 'apiKey', operation, ...parameters }),
		async close() {
			await closeRealms();
			await rm(folder, { recursive: true });
		},
	};
	return admin;
}
