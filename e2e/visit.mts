import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { STEP_LIMIT_MS } from './browser.mts';

/**
 * Opens a page in a browser of its own, and sees that it leaves no cookie, asks nobody but these
 * origins, and breaks no policy.
 */
export async function visit<T>(
	browser: Browser,
	origins: readonly string[],
	use: (page: Page) => Promise<T>,
	options: BrowserContextOptions = {},
): Promise<T> {
	const context = await browser.newContext(options);
	const broken: string[] = [];
	const asked = new Set<string>();
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(STEP_LIMIT_MS);
		page.on('console', (message) => {
			if (message.text().includes('Content Security Policy')) broken.push(message.text());
		});
		page.on('request', (request) => asked.add(new URL(request.url()).origin));
		const result = await use(page);
		assert.deepEqual(broken, []);
		assert.deepEqual(await context.cookies(), []);
		assert.deepEqual(
			[...asked].filter((origin) => !origins.includes(origin)),
			[],
		);
		return result;
	} finally {
		await context.close();
	}
}

/** Sees that the focus is on what has this text or id, and shows. */
export async function hasFocus(page: Page, name: string): Promise<void> {
	const focused = page.locator(':focus');
	assert.equal(await focused.evaluate((each) => each.textContent || each.id), name);
	const outline = await focused.evaluate(
		(each) => each.ownerDocument.defaultView?.getComputedStyle(each).outlineStyle,
	);
	assert.equal(outline, 'solid');
}

/** Does what sends a form; gives the status of the answer, once its page has taken the place of the form. */
export async function sendForm(page: Page, send: () => Promise<void>): Promise<number> {
	const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
	const replaced = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
	const [answer] = await Promise.all([answered, replaced, send()]);
	await page.waitForLoadState();
	return answer.status();
}

/** Fills in the page to log in and sends it; gives the status of the answer. */
export async function submitLogIn(page: Page, user: string, password: string): Promise<number> {
	await page.getByLabel('User name').fill(user);
	await page.getByLabel('Password').fill(password);
	const button = page.getByRole('button', { name: 'Log in' });
	return await sendForm(page, async () => await button.click());
}
