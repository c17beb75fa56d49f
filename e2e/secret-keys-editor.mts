import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { call } from '../scripts/demo/call.mts';
import { createCredential } from '../scripts/n8n/credentials.mts';
import { activateWorkflow, createWorkflow } from '../scripts/n8n/workflows.mts';
import type { Check } from '../scripts/smoke/report.mts';
import { callOutWorkflow } from '../scripts/smoke/workflows.mts';
import type { World } from '../scripts/smoke/world.mts';
import { STEP_LIMIT_MS } from './browser.mts';

const NAME = 'Three secrets';
/** n8n's editor takes over what was typed only after a moment without typing, by the page's own clock. */
const TYPING_SETTLES_MS = 1_000;
const POLL_MS = 200;
const KEYS = ['First', 'Second', 'Third'] as const;

/** Secrets typed into n8n's own editor: what is shown of them, and what is sent. */
export function secretKeysInTheEditor(world: World, page: Page): readonly Check[] {
	const { session, n8n, externalApi, realm, apiKey } = world;

	const open = async (): Promise<void> => {
		await page.goto(`${n8n.url}/home/credentials`);
		const tested = page.waitForResponse((answer) => answer.url().endsWith('/credentials/test'));
		await page.getByText(NAME, { exact: true }).first().click();
		// The editor tests what it has opened; before that, it may still fill its fields.
		await tested;
		await page.locator('.cm-content').first().waitFor();
	};
	/** What the editor shows, as one line; it may have yet to write what it has read. */
	const shows = async (expected: string): Promise<string> => {
		const late = Date.now() + STEP_LIMIT_MS;
		for (;;) {
			const text = await page.locator('.cm-content').first().innerText();
			const shown = text.replaceAll(/\s+/g, ' ').trim();
			if (shown === expected || Date.now() > late) return shown;
			await sleep(POLL_MS);
		}
	};
	const replace = async (secrets: Readonly<Record<string, string>>): Promise<void> => {
		await page.locator('.cm-content').first().click();
		await page.keyboard.press('Control+A');
		await page.keyboard.press('Delete');
		await page.keyboard.insertText(JSON.stringify(secrets));
		await page.evaluate(`new Promise((settled) => setTimeout(settled, ${TYPING_SETTLES_MS}))`);
		const saved = page.waitForResponse(
			(answer) =>
				answer.request().method() === 'PATCH' && answer.url().includes('/rest/credentials/'),
		);
		await page.getByRole('button', { name: 'Save' }).click();
		assert.equal((await saved).status(), 200);
	};
	/** What the external API receives when each key is sent; `undefined` where nothing is. */
	const sent = async (): Promise<readonly (string | undefined)[]> => {
		const received: (string | undefined)[] = [];
		for (const key of KEYS) {
			externalApi.takeReceived();
			await call(`${n8n.webhookUrl}/webhook/e2e-${key}`, { 'x-api-key': apiKey });
			received.push(externalApi.takeReceived()[0]?.headers.authorization);
		}
		return received;
	};

	return [
		{
			sentence: 'three secrets that were typed are shown as ***, and each name sends its own',
			find: async () => {
				const data = { source: 'credential', allowedDomains: '127.0.0.1', secrets: '{}' };
				const type = 'secretKeysApi';
				const secrets = await createCredential(session, { name: NAME, type, data });
				for (const key of KEYS) {
					const header = `\${_datasource.${key}}`;
					const url = `${externalApi.url}/orders`;
					const use = { path: `e2e-${key}`, node: 'apiRequest', url, header } as const;
					const workflow = callOutWorkflow({ ...use, realm, secrets });
					await activateWorkflow(session, await createWorkflow(session, workflow));
				}
				await open();
				await replace({ First: 'value-one', Second: 'value-two', Third: 'value-three' });
				await open();
				const expected = '{ "First": "***", "Second": "***", "Third": "***" }';
				const shown = await shows(expected);
				assert.equal(shown, expected);
				assert.deepEqual(await sent(), ['value-one', 'value-two', 'value-three']);
				return shown;
			},
		},
		{
			sentence:
				'the first deleted and the third replaced: the second is kept, the first sends nothing',
			find: async () => {
				await open();
				await replace({ Second: '***', Third: 'value-four' });
				await open();
				const expected = '{ "Second": "***", "Third": "***" }';
				const shown = await shows(expected);
				assert.equal(shown, expected);
				assert.deepEqual(await sent(), [undefined, 'value-two', 'value-four']);
				return shown;
			},
		},
	];
}
