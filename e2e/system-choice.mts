import type { Page } from 'playwright-core';
import { createWorkflow } from '../scripts/n8n/workflows.mts';
import type { Check } from '../scripts/smoke/report.mts';
import type { World } from '../scripts/smoke/world.mts';
import { marked, openNode } from './browser.mts';

const REQUEST = {
	name: 'Choice of a system',
	nodes: [
		{
			id: 'request',
			name: 'API Request',
			type: 'n8n-nodes-incoming-api.apiRequest',
			typeVersion: 2,
			position: [0, 0],
			parameters: {},
		},
	],
	connections: {},
	settings: {},
} as const;

/** How somebody says which system API Request calls. */
export function systemChoice({ n8n, session }: World, page: Page): readonly Check[] {
	return [
		{
			sentence: 'API Request asks for the system in the node, and then for its credential',
			find: async () => {
				const workflow = await createWorkflow(session, REQUEST);
				await page.goto(`${n8n.url}/workflow/${workflow}`);
				await openNode(page, marked(page, 'canvas-node').first());
				await marked(page, 'parameter-input-authentication').click();
				const name = page.getByText('PhixFlow', { exact: true });
				await page.getByRole('option').filter({ has: name }).click();
				const slot = page.getByText('Credential for PhixFlow API', { exact: true });
				await slot.waitFor();
				return await slot.innerText();
			},
		},
	];
}
