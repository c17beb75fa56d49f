import { randomUUID } from 'node:crypto';
import type { CredentialReference } from '../../scripts/n8n/credentials.mts';
import type { Workflow, WorkflowNode } from '../../scripts/n8n/workflows.mts';

type Trigger = Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

/** Our trigger: refuses who has no key, and answers with its item. */
export function ourWorkflow(path: string, accessRealmApi: CredentialReference): Workflow {
	return answering(path, {
		type: 'n8n-nodes-incoming-api.incomingApiTrigger',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path, responseMode: 'lastNode' },
		credentials: { accessRealmApi },
	});
}

/** A third-party trigger that refuses everybody with this text, or nobody. */
export function bareWorkflow(path: string, refusal: string): Workflow {
	return answering(path, {
		type: 'n8n-nodes-bench.bareTrigger',
		typeVersion: 2,
		parameters: { path, refusal },
	});
}

/** n8n's own trigger with its own check of a header. */
export function webhookWorkflow(path: string, httpHeaderAuth: CredentialReference): Workflow {
	return answering(path, {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: {
			httpMethod: 'POST',
			path,
			authentication: 'headerAuth',
			responseMode: 'lastNode',
			responseData: 'allEntries',
		},
		credentials: { httpHeaderAuth },
	});
}

function answering(name: string, trigger: Trigger): Workflow {
	return {
		name: `Bench: ${name}`,
		nodes: [
			{
				...trigger,
				id: randomUUID(),
				name: 'Trigger',
				position: [0, 0],
				webhookId: randomUUID(),
			},
			{
				id: randomUUID(),
				name: 'Nothing',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [220, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'Nothing', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
