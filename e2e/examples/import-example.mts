import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialReference } from '../../scripts/n8n/credentials.mts';
import { type Item, runManually } from '../../scripts/n8n/manual-run.mts';
import {
	activateWorkflow,
	createWorkflow,
	type Workflow,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { projectFolder } from '../../scripts/package/project.mts';
import type { World } from '../../scripts/smoke/world.mts';

const OURS = 'n8n-nodes-incoming-api.';
const REALM_NODES = ['accessAdmin', 'incomingApiTrigger', 'authorizationServerTrigger'];
export const BY_HAND = "When clicking 'Execute workflow'";

export type Replacement = Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>;

/** What a reader of the notes sets. */
export interface Settings {
	/** Parameters, by the name of the node. */
	readonly parameters?: Readonly<Record<string, WorkflowNode['parameters']>>;
	/** Nodes in place of others, by the name of the node. */
	readonly nodes?: Readonly<Record<string, Replacement>>;
	/** Of the API Request nodes, by the credential's type. */
	readonly credentials?: Readonly<Record<string, CredentialReference>>;
}

/** An example on a live n8n. */
export interface Imported {
	readonly id: string;
	/** What its trigger answers at. */
	readonly address: (node?: string) => string;
	readonly publish: () => Promise<void>;
	/** Runs it as a press on a trigger's button does; gives all items by node. */
	readonly run: (trigger?: string) => Promise<Readonly<Record<string, readonly Item[]>>>;
}

/** Imports an example, and sets what its notes say: a node that they do not name stays as it is. */
export async function importExample(
	{ session, realm, webhook }: World,
	example: string,
	{ parameters = {}, nodes: replaced = {}, credentials = {} }: Settings = {},
): Promise<Imported> {
	const text = readFileSync(join(projectFolder, 'examples', `${example}.json`), 'utf8');
	const file = JSON.parse(text) as Workflow;
	const notes = file.nodes.map((node) => String(node.parameters['content'] ?? '')).join('\n');
	for (const name of Object.keys({ ...parameters, ...replaced })) {
		assert.ok(
			file.nodes.some((node) => node.name === name),
			`${example} has no ${name}`,
		);
		assert.ok(notes.includes(`**${name}**`), `the notes of ${example} do not name ${name}`);
	}
	const withRealm = REALM_NODES.map((name) => OURS + name);
	const nodes = file.nodes.map((node) => ({
		...node,
		parameters: { ...node.parameters, ...parameters[node.name] },
		...replaced[node.name],
		...(withRealm.includes(node.type) ? { credentials: { accessRealmApi: realm } } : {}),
		...(node.type === `${OURS}apiRequest` ? { credentials } : {}),
	}));
	const id = await createWorkflow(session, { ...file, nodes });
	return {
		id,
		address: (name = 'Incoming API Trigger') => {
			const path = nodes.find((node) => node.name === name)?.parameters['path'];
			return webhook(String(path));
		},
		publish: async () => await activateWorkflow(session, id),
		run: async (trigger = BY_HAND) => {
			const { error, items } = await runManually(session, id, trigger);
			assert.equal(error, undefined);
			return items;
		},
	};
}
