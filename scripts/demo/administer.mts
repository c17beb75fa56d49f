import { randomUUID } from 'node:crypto';
import type { CredentialReference } from '../n8n/credentials.mts';
import { runManually, type Item } from '../n8n/manual-run.mts';
import type { Session } from '../n8n/session.mts';
import { createWorkflow, deleteWorkflow, type Workflow } from '../n8n/workflows.mts';

/** Does one admin action on the live n8n: a workflow of its own with an Access Admin node. */
export async function administer(
	session: Session,
	accessRealmApi: CredentialReference,
	parameters: Readonly<Record<string, string | number>>,
): Promise<Item> {
	const id = await createWorkflow(session, adminWorkflow(accessRealmApi, parameters));
	try {
		const { error, items } = await runManually(session, id, 'Start');
		const [item] = items['Access Admin'] ?? [];
		if (item && error === undefined) return item;
		throw new Error(error ?? 'Access Admin gave no item.');
	} finally {
		await deleteWorkflow(session, id);
	}
}

function adminWorkflow(
	accessRealmApi: CredentialReference,
	parameters: Readonly<Record<string, string | number>>,
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
