import { randomUUID } from 'node:crypto';
import type { CredentialReference } from '../n8n/credentials.mts';
import { runManually, type Item } from '../n8n/manual-run.mts';
import type { Session } from '../n8n/session.mts';
import { createWorkflow, deleteWorkflow, type Workflow } from '../n8n/workflows.mts';

/** What an Access Admin node is told; filters are a member with members. */
export type AdminParameters = Readonly<
	Record<string, string | number | boolean | Readonly<Record<string, string | number>>>
>;

/** Does one admin action on the live n8n, and gives the first item that it brings. */
export async function administer(
	session: Session,
	accessRealmApi: CredentialReference,
	parameters: AdminParameters,
): Promise<Item> {
	const [item] = await administerAll(session, accessRealmApi, parameters);
	if (item) return item;
	throw new Error('Access Admin gave no item.');
}

/** The same, with all items: a workflow of its own with an Access Admin node. */
export async function administerAll(
	session: Session,
	accessRealmApi: CredentialReference,
	parameters: AdminParameters,
): Promise<readonly Item[]> {
	const id = await createWorkflow(session, adminWorkflow(accessRealmApi, parameters));
	try {
		const { error, items } = await runManually(session, id, 'Start');
		if (error !== undefined) throw new Error(error);
		return items['Access Admin'] ?? [];
	} finally {
		await deleteWorkflow(session, id);
	}
}

/** A workflow with an Access Admin node, of which n8n keeps no execution. */
export function adminWorkflow(
	accessRealmApi: CredentialReference,
	parameters: AdminParameters,
): Workflow {
	return {
		name: `Admin: ${parameters['resource']} ${parameters['operation']}`,
		nodes: [
			{
				id: randomUUID(),
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: randomUUID(),
				name: 'Access Admin',
				type: 'n8n-nodes-incoming-api.accessAdmin',
				typeVersion: 2,
				position: [220, 0],
				parameters,
				credentials: { accessRealmApi },
			},
		],
		connections: { Start: { main: [[{ node: 'Access Admin', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1', saveManualExecutions: false },
	};
}
