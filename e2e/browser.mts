import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type { Owner } from '../scripts/n8n/session.mts';

// Without the last four it looks up hosts of its maker, and n8n's editor asks those of n8n.
const ARGUMENTS = [
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];
const START_LIMIT_MS = 180_000;
/** How long one step in a page may take. */
export const STEP_LIMIT_MS = 90_000;
const TRY_MS = 10_000;

/** Where Chromium is: as `TEST_CHROMIUM` says, else on the path; `undefined` where it is not. */
export function findChromium(): string | undefined {
	const named = process.env['TEST_CHROMIUM'];
	if (named !== undefined) return named;
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders.map((folder) => join(folder, 'chromium')).find((file) => existsSync(file));
}

export async function openBrowser(executablePath: string): Promise<Browser> {
	const isRoot = process.getuid?.() === 0;
	const args = [...ARGUMENTS, ...(isRoot ? ['--no-sandbox'] : [])];
	return await chromium.launch({ executablePath, args, timeout: START_LIMIT_MS });
}

/** A part of n8n's editor by the mark that n8n's own tests find it by. */
export function marked(page: Page, id: string): Locator {
	return page.locator(`[data-test-id="${id}"]`);
}

/** Opens a node of the canvas; a double click misses while the canvas still moves what is on it. */
export async function openNode(page: Page, node: Locator): Promise<void> {
	const view = marked(page, 'ndv');
	const late = Date.now() + STEP_LIMIT_MS;
	while (!(await view.isVisible())) {
		if (Date.now() > late) throw new Error('The node does not open.');
		// Where the node has opened meanwhile, it covers what would be clicked.
		await node.dblclick({ timeout: TRY_MS }).catch(() => undefined);
		await view.waitFor({ timeout: TRY_MS }).catch(() => undefined);
	}
}

/** A page of n8n's editor, signed in as a person does. */
export async function signIn(browser: Browser, url: string, owner: Owner): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1400, height: 1200 } });
	page.setDefaultTimeout(STEP_LIMIT_MS);
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email], input[name=emailOrLdapLoginId]').first().fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
	return page;
}
