import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { call } from '../scripts/demo/call.mts';
import { projectFolder } from '../scripts/package/project.mts';
import { marked, openNode } from './browser.mts';
import type { Told } from './tutorial-page.mts';

/** What one step leaves to the next. */
export interface Way {
	readonly page: Page;
	/** Of the editor. */
	readonly url: string;
	/** The key, once it has been shown. */
	key: string;
	readonly picture: (name: string, part: Part) => Promise<void>;
}

/** Where in the window a picture is taken. */
export type Part = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;

/** Without n8n's own messages in the corner. */
const PARTS = {
	credential: { x: 192, y: 80, width: 896, height: 640 },
	trigger: { x: 431, y: 25, width: 824, height: 560 },
	run: { x: 160, y: 205, width: 1100, height: 340 },
	key: { x: 25, y: 25, width: 1230, height: 520 },
} as const satisfies Readonly<Record<string, Part>>;

export type Walk = (way: Way, tells: Told) => Promise<void>;

/** A plainly made-up key, for pictures. */
const EXAMPLE_KEY = `iapi_live_${'0'.repeat(15)}EXAMPLE_${'0'.repeat(36)}EXAMPLE`;

const seen = async (page: Page, text: string): Promise<void> =>
	await page.getByText(text).filter({ visible: true }).first().waitFor();
const press = async (page: Page, name: string): Promise<void> =>
	await page.getByRole('button', { name, exact: true }).click();
const choose = async (page: Page, field: string, option: string): Promise<void> => {
	await marked(page, `parameter-input-${field}`).click();
	const text = page.getByText(option, { exact: true });
	await page.getByRole('option').filter({ has: text }).click();
};

/** Where the field of a label is. */
async function fieldOf(page: Page, label: string, name: string): Promise<Locator> {
	await seen(page, label);
	return marked(page, `parameter-input-${name}`).locator('input');
}

async function openNewWorkflow({ page }: Way, tells: Told): Promise<void> {
	tells.take('+');
	await marked(page, 'universal-add').first().click();
	await page.getByText(tells.take('New workflow'), { exact: true }).click();
	await marked(page, 'canvas-add-button').waitFor();
}

/** Calls as the step's block of code does, and compares the status. */
async function callAsTold({ url, key }: Way, { blocks: [lines = []] }: Told) {
	const [command = '', answer = ''] = lines;
	const [, address = ''] = / https:\/\/n8n\.example\.com(\S+)/.exec(command) ?? [];
	const [, header, value = ''] = / -H '([^:]+): ([^']+)'/.exec(command) ?? [];
	if (header !== undefined) assert.match(value, /EXAMPLE/);
	const answered = await call(`${url}${address}`, header === undefined ? {} : { [header]: key });
	assert.match(answer, new RegExp(`^HTTP/1.1 ${answered.status} `), answered.body);
	return answered;
}

const TRIGGER: Readonly<Record<string, Walk>> = {
	'Put a trigger in front 1': async ({ page, url }, tells) => {
		await page.goto(url);
		await page.getByLabel(tells.take('Email')).fill('owner@example.com');
		await page.getByLabel(tells.take('First Name')).fill('Ada');
		await page.getByLabel(tells.take('Last Name')).fill('Example');
		await page.locator('input[type=password]').fill('A1-example-owner');
		await seen(page, tells.take('Password'));
		await press(page, tells.take('Next'));
		await page.getByText(tells.take('Set up later in Settings')).click();
		await page.waitForURL('**/home/workflows');
	},
	'Put a trigger in front 2': openNewWorkflow,
	'Put a trigger in front 3': async ({ page }, tells) => {
		await seen(page, tells.take('Add first step…'));
		await marked(page, 'canvas-add-button').click();
		await marked(page, 'node-creator-search-bar').fill(tells.take('api key'));
		await page.getByText(tells.take('Incoming API Trigger'), { exact: true }).click();
		await press(page, tells.take('Add to workflow'));
		await marked(page, 'ndv').waitFor();
	},
	'Put a trigger in front 4': async ({ page, picture }, tells) => {
		await press(page, tells.take('Connect to Access Realm'));
		const field = await fieldOf(page, tells.take('Passphrase'), 'passphrase');
		await picture('credential', PARTS.credential);
		await field.fill(tells.take('correct horse battery staple'));
		await press(page, tells.take('Save'));
		await marked(page, 'editCredential-modal').waitFor({ state: 'hidden' });
		const chosen = marked(page, 'node-credentials-slot').locator('input');
		assert.equal(await chosen.inputValue(), tells.take('Access Realm account'));
	},
	'Put a trigger in front 5': async ({ page, picture }, tells) => {
		await seen(page, tells.take('HTTP Method'));
		await choose(page, 'httpMethod', tells.take('GET'));
		const path = await fieldOf(page, tells.take('Path'), 'path');
		await path.fill(tells.take('whoami'));
		await picture('trigger', PARTS.trigger);
		await seen(page, tells.take('Respond'));
		await choose(page, 'responseMode', tells.take('When Last Node Finishes'));
		tells.take('×');
		await marked(page, 'ndv-close-button').click();
	},
	'Put a trigger in front 6': async ({ page }, tells) => {
		await press(page, tells.take('Publish'));
		const dialog = page.getByRole('dialog').filter({ hasText: 'Version name' });
		await dialog.getByRole('button', { name: tells.take('Publish') }).click();
		await seen(page, tells.take('Workflow published'));
		await press(page, tells.take('Got it'));
	},
};

const KEY: Readonly<Record<string, Walk>> = {
	'Give a caller a key 1': async (_way, tells) => {
		tells.take('set-up-a-user-and-key.json');
		await Promise.resolve();
	},
	'Give a caller a key 2': async (way, tells) => {
		const { page } = way;
		await openNewWorkflow(way, tells);
		tells.take('…');
		await marked(page, 'workflow-menu').click();
		await page.getByRole('menuitem', { name: tells.take('Import') }).click();
		const choosing = page.waitForEvent('filechooser');
		await page.getByRole('menuitem', { name: tells.take('From file') }).click();
		const file = join(projectFolder, 'examples', tells.take('set-up-a-user-and-key.json'));
		// Said for a few seconds alone.
		const said = tells.take('Credentials auto-added');
		await Promise.all([seen(page, said), (await choosing).setFiles(file)]);
	},
	'Give a caller a key 3': async ({ page, picture }, tells) => {
		tells.take('Execute workflow');
		const said = tells.take('Workflow executed successfully');
		await Promise.all([seen(page, said), marked(page, 'execute-workflow-button').click()]);
		await picture('run', PARTS.run);
	},
	'Give a caller a key 4': async (way, tells) => {
		const { page, picture } = way;
		const node = marked(page, 'canvas-node').filter({ hasText: tells.take('Generate API Key') });
		await openNode(page, node);
		const output = marked(page, 'output-panel');
		await output.getByText(tells.take('key'), { exact: true }).first().waitFor();
		const cell = output.getByText(/^iapi_live_\w+$/).first();
		way.key = await cell.innerText();
		await cell.evaluate((element, text) => void (element.textContent = text), EXAMPLE_KEY);
		await picture('key', PARTS.key);
	},
};

const CALL: Readonly<Record<string, Walk>> = {
	'Call it 1': async (way, tells) => {
		const { json } = await callAsTold(way, tells);
		assert.equal(json?.['detail'], 'This address needs a valid credential.');
	},
	'Call it 2': async (way, tells) => {
		const { json } = await callAsTold(way, tells);
		const [item] = json as unknown as ReadonlyArray<{ caller: { user: string } }>;
		assert.equal(item?.caller.user, 'reporting-app');
	},
};

/** How each step of the tutorial is walked, in the order of the page. */
export const walks: Readonly<Record<string, Walk>> = { ...TRIGGER, ...KEY, ...CALL };
