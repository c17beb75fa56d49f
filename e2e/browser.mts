import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Owner } from '../scripts/n8n/session.mts';

// Without the last three it looks up hosts of its maker at every start.
const ARGUMENTS = [
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const STEP_LIMIT_MS = 20_000;

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
	return await chromium.launch({ executablePath, args });
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
