import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { RunningN8n } from '../scripts/n8n/arrangement.mts';
import { projectFolder } from '../scripts/package/project.mts';
import type { Check } from '../scripts/smoke/report.mts';
import { STEP_LIMIT_MS } from './browser.mts';
import { installAsDocumented } from './newcomer-installs.mts';
import { type Part, type Walk, walks } from './newcomer-walks.mts';
import { stepsOf, told } from './tutorial-page.mts';

const PAGE = 'docs/tutorial-protect-an-api.md';

export interface NewcomersPath {
	readonly checks: readonly Check[];
	close(): Promise<void>;
}

/** Somebody who has read nothing but the documents installs the package and protects an API. */
export function newcomersPath(browser: Browser, pictures: string | undefined): NewcomersPath {
	let n8n: RunningN8n | undefined;
	let folder: string | undefined;

	return {
		checks: [
			{
				sentence: 'a newcomer installs the pack into a fresh n8n by what the README says',
				find: async () => {
					folder = await mkdtemp(join(tmpdir(), 'incoming-api-newcomer-'));
					const userFolder = join(folder, 'n8n');
					await mkdir(userFolder, { mode: 0o700 });
					const installed = await installAsDocumented(userFolder);
					({ n8n } = installed);
					return installed.commands.join('\n');
				},
			},
			{
				sentence: 'and protects an API in the editor: no step undocumented, none in vain',
				find: async () => {
					assert.ok(n8n, 'there is no n8n');
					const page = await browser.newPage({
						viewport: { width: 1280, height: 800 },
						colorScheme: 'light',
						reducedMotion: 'reduce',
					});
					page.setDefaultTimeout(STEP_LIMIT_MS);
					try {
						return await followTutorial(page, n8n.url, pictures);
					} finally {
						await page.close();
					}
				},
			},
		],
		close: async () => {
			await n8n?.stop();
			if (folder !== undefined) {
				await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
			}
		},
	};
}

/** Walks every step of the tutorial, and sees that the page has neither more nor less. */
export async function followTutorial(
	page: Page,
	url: string,
	pictures: string | undefined,
): Promise<string> {
	const steps = stepsOf(await readFile(join(projectFolder, PAGE), 'utf8'));
	assert.deepEqual(
		steps.map(({ id }) => id),
		Object.keys(walks),
		'steps of the page, and steps that are walked',
	);
	const way = { page, url, key: '', picture: pictureIn(page, pictures) };
	for (const step of steps) {
		const tells = told(step);
		try {
			await (walks[step.id] as Walk)(way, tells);
			assert.deepEqual(tells.left(), [], 'names that the step tells in vain');
		} catch (error) {
			throw new Error(`${step.id}: ${String(error)}`, { cause: error });
		}
	}
	return `${steps.length} steps of ${PAGE}, each name in them used`;
}

/** Takes a picture for the page, where a folder for pictures is named. */
function pictureIn(page: Page, folder: string | undefined) {
	return async (name: string, clip: Part): Promise<void> => {
		if (folder === undefined) return;
		await page.mouse.move(0, 0);
		const path = join(folder, `tutorial-${name}.png`);
		await page.screenshot({ path, clip, animations: 'disabled' });
	};
}
