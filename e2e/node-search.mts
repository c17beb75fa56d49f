import type { Page } from 'playwright-core';
import { createWorkflow } from '../scripts/n8n/workflows.mts';
import type { Check } from '../scripts/smoke/report.mts';
import type { World } from '../scripts/smoke/world.mts';
import { marked } from './browser.mts';

/**
 * What somebody types who looks for what these nodes do, and which of them they are to see. Where n8n
 * offers each event of a trigger by itself, it leaves "Trigger" out of the name.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
	webhook: ['Incoming API Trigger', 'Incoming API Response'],
	'api key': ['Access Admin', 'API Request', 'Incoming API Trigger'],
	secret: ['Access Admin', 'API Request'],
	oauth: ['Access Admin', 'Authorization Server', 'Incoming API Trigger'],
	authenticate: ['Authorization Server', 'Incoming API Trigger'],
};

/** Where something is to be added to what is there already: triggers and other nodes are offered. */
const STARTED = {
	name: 'Search of nodes',
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
	],
	connections: {},
	settings: {},
} as const;

/** Nodes that n8n's editor offers for a word, in its order, once the given ones are among them. */
async function offered(page: Page, word: string, nodes: readonly string[]) {
	await marked(page, 'node-creator-search-bar').fill(word);
	const names = marked(page, 'node-creator-item-name');
	for (const node of nodes) {
		await names
			.filter({ hasText: new RegExp(`^\\s*${node}\\s*$`) })
			.first()
			.waitFor();
	}
	return (await names.allInnerTexts()).map((name) => name.trim());
}

/** Words typed into the panel where n8n's editor offers nodes. */
export function nodeSearch({ n8n, session }: World, page: Page): readonly Check[] {
	return [
		{
			sentence: 'the nodes are found in the editor by what people call what they do',
			find: async () => {
				const workflow = await createWorkflow(session, STARTED);
				await page.goto(`${n8n.url}/workflow/${workflow}`);
				await marked(page, 'canvas-node').first().waitFor();
				await marked(page, 'node-creator-plus-button').click();
				const places: string[] = [];
				for (const [word, nodes] of Object.entries(WORDS)) {
					const found = await offered(page, word, nodes);
					const ranks = nodes.map((node) => `${node} ${String(found.indexOf(node) + 1)}.`);
					places.push(`${word}: ${ranks.join(', ')} of ${String(found.length)}`);
				}
				return places.join('\n');
			},
		},
	];
}
