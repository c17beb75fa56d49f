import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialReference } from '../n8n/credentials.mts';
import type { Workflow, WorkflowNode } from '../n8n/workflows.mts';
import { projectFolder } from '../package/project.mts';

/** The examples that the demo has: files in examples/, without their ending. */
export const examples = [
	'set-up-a-user-and-key',
	'protected-api',
	'call-out-with-a-secret-key',
] as const;

export type Example = (typeof examples)[number];

/** What the sticky notes ask a reader to set. */
export interface Settings {
	/** By credential type. */
	readonly credentials: Readonly<Record<string, CredentialReference>>;
	/** The address of the external API. */
	readonly externalUrl: string;
}

const CREDENTIAL_OF_NODE: Readonly<Record<string, string>> = {
	'n8n-nodes-incoming-api.incomingApiTrigger': 'accessRealmApi',
	'n8n-nodes-incoming-api.accessAdmin': 'accessRealmApi',
	'n8n-nodes-incoming-api.apiRequest': 'secretKeysApi',
};

/** Reads an example and sets in it what its sticky note says. */
export function readExample(example: Example, settings: Settings): Workflow {
	const file = join(projectFolder, 'examples', `${example}.json`);
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as Workflow;
	return { ...workflow, nodes: workflow.nodes.map((node) => fillIn(node, settings)) };
}

/** The same text for the same workflow. */
export function digestOf(workflow: Workflow): string {
	return createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
}

function fillIn(node: WorkflowNode, { credentials, externalUrl }: Settings): WorkflowNode {
	const type = CREDENTIAL_OF_NODE[node.type];
	const reference = type === undefined ? undefined : credentials[type];
	if (type === undefined || reference === undefined) return node;
	const url = type === 'secretKeysApi' ? { url: `${externalUrl}/orders` } : {};
	return {
		...node,
		parameters: { ...node.parameters, ...url },
		credentials: { [type]: reference },
	};
}
