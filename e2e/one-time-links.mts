import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core';
import { call } from '../scripts/demo/call.mts';
import { activateWorkflow, createWorkflow } from '../scripts/n8n/workflows.mts';
import type { Check } from '../scripts/smoke/report.mts';
import { authorizationServerWorkflow, protectedWorkflow } from '../scripts/smoke/workflows.mts';
import type { World } from '../scripts/smoke/world.mts';
import { madeEarlier } from './earlier-link.mts';
import { auditPage } from './page-audit.mts';
import type { Site } from './site.mts';
import { hasFocus, sendForm, submitLogIn, visit } from './visit.mts';

const PATH = 'e2e-links';
const TRIGGER = 'e2e-linked';
const USER = 'receiver';
/** What the documents show. */
const PICTURED = ['link-reveal', 'link-revealed', 'link-password'];
/** In a picture in place of what a link shows. */
const EXAMPLE = `iapi_live_0000EXAMPLE00000000000_${'0'.repeat(25)}EXAMPLE${'0'.repeat(17)}`;

interface Place {
	readonly world: World;
	readonly browser: Browser;
	/** Of a client that users log in for. */
	readonly site: Site;
	/** Folder for pictures of the pages; none are made where it is absent. */
	readonly pictures: string | undefined;
}

/** The pages of one-time links on a live n8n, as their receivers meet them. */
export function oneTimeLinks({ world, browser, site, pictures }: Place): readonly Check[] {
	const { session, realm, admin, webhook } = world;
	const issuer = webhook(PATH);
	const password = `Password ${randomUUID()}`;
	const linked = { deliverBy: 'link', linkHours: 24 };
	let clientId = '';
	let used = '';

	const onPage = async <T,>(
		use: (page: Page) => Promise<T>,
		options?: BrowserContextOptions,
	): Promise<T> => await visit(browser, [new URL(issuer).origin, site.origin], use, options);
	const keyLink = async (): Promise<string> => {
		const key = { resource: 'apiKey', operation: 'generate', username: USER, name: 'by link' };
		return String((await admin({ ...key, ...linked }))['link']);
	};
	const passwordLink = async (): Promise<string> => {
		const entry = { resource: 'user', operation: 'setPasswordByLink', username: USER };
		return String((await admin({ ...entry, linkHours: 24 }))['link']);
	};
	const press = async (page: Page, name: string): Promise<number> =>
		await sendForm(page, async () => await page.getByRole('button', { name }).click());
	const expectClosed = async (page: Page, answer: Response | null): Promise<string> => {
		assert.equal(answer?.status(), 404);
		const heading = page.getByRole('heading', { name: 'This link does not work' });
		await heading.waitFor();
		return await heading.innerText();
	};
	const type = async (page: Page, value: string, repeat: string): Promise<number> => {
		await page.getByLabel('New password').fill(value);
		await page.getByLabel('The same once more').fill(repeat);
		return await press(page, 'Save');
	};

	return [
		{
			sentence: 'a server for links, a user, a client and a trigger are there',
			find: async () => {
				const server = authorizationServerWorkflow(realm, PATH);
				await activateWorkflow(session, await createWorkflow(session, server));
				const trigger = protectedWorkflow(realm, TRIGGER, {});
				await activateWorkflow(session, await createWorkflow(session, trigger));
				await admin({ resource: 'user', operation: 'create', username: USER, displayName: '' });
				const registered = await admin({
					resource: 'client',
					operation: 'register',
					name: 'Links portal',
					clientType: 'public',
					callbackUrls: `${site.origin}/cb`,
					grants: 'authorization_code',
				});
				clientId = String(registered['clientId']);
				return issuer;
			},
		},
		{
			sentence: 'previews of a link burn nothing; a click shows the key once, and it works',
			find: async () =>
				await onPage(
					async (page) => {
						used = await keyLink();
						for (let preview = 0; preview < 3; preview += 1) {
							const seen = await page.request.get(used);
							assert.equal(seen.status(), 200);
							assert.doesNotMatch(await seen.text(), /iapi_/);
						}
						await page.goto(used);
						await page.keyboard.press('Tab');
						await hasFocus(page, 'Show it');
						const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
						await page.keyboard.press('Enter');
						assert.equal((await answered).status(), 200);
						const key = await page.locator('code').innerText();
						world.linkValues.push(key);
						assert.equal(page.url(), `${issuer}/once`);
						assert.equal((await call(webhook(TRIGGER), { 'x-api-key': key })).status, 200);
						return 'three previews, one click, 200 with the key';
					},
					{ javaScriptEnabled: false },
				),
		},
		{
			sentence: 'a second use, the back button and a reload show nothing any more',
			find: async () =>
				await onPage(async (page) => {
					await expectClosed(page, await page.goto(used));
					const link = await keyLink();
					await page.goto(link);
					assert.equal(await press(page, 'Show it'), 200);
					world.linkValues.push(await page.locator('code').innerText());
					await expectClosed(page, await page.goBack());
					// Nothing is kept, so that Chromium asks before it sends the form again.
					await assert.rejects(page.goForward(), /ERR_CACHE_MISS/);
					await page.getByText('ERR_CACHE_MISS').waitFor();
					const again = page.waitForResponse((answer) => answer.request().method() === 'POST');
					await page.reload();
					return await expectClosed(page, await again);
				}),
		},
		{
			sentence: 'a link that has expired looks like one that was used',
			find: async () =>
				await onPage(async (page) => {
					await expectClosed(page, await page.goto(used));
					const words = await page.locator('main').innerText();
					await expectClosed(page, await page.goto(await madeEarlier(world, 2)));
					const reference = /[0-9a-f-]{36}/g;
					const late = await page.locator('main').innerText();
					assert.equal(late.replaceAll(reference, ''), words.replaceAll(reference, ''));
					return 'the same to the letter';
				}),
		},
		{
			sentence: 'a user chooses a password, after a wrong repeat, and logs in with it',
			find: async () =>
				await onPage(async (page) => {
					await page.goto(await passwordLink());
					await hasFocus(page, 'value');
					assert.equal(await page.getByLabel('User name').inputValue(), USER);
					world.linkValues.push(password);
					assert.equal(await type(page, password, `${password}!`), 422);
					await page.getByText('The two are not the same.').waitFor();
					assert.equal(await page.getByLabel('New password').inputValue(), '');
					assert.equal(await type(page, 'short12', 'short12'), 422);
					await page.getByText('This cannot be used.').waitFor();
					assert.equal(await type(page, password, password), 200);
					await page.getByRole('heading', { name: 'It is saved' }).waitFor();
					const query = new URLSearchParams({
						response_type: 'code',
						client_id: clientId,
						redirect_uri: `${site.origin}/cb`,
						code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
						code_challenge_method: 'S256',
					});
					await page.goto(`${issuer}/oauth/authorize?${query.toString()}`);
					assert.equal(await submitLogIn(page, USER, password), 200);
					await page.getByRole('heading', { name: 'Allow access' }).waitFor();
					return 'logged in';
				}),
		},
		{
			sentence: 'axe finds nothing on the pages of links, in light and dark, at 360 and 1280 px',
			find: async () =>
				await onPage(async (page) => {
					const rules: string[] = [];
					const look = async (name: string): Promise<void> => {
						rules.push(`${name} ${String(await auditPage(page))}`);
						if (pictures === undefined || !PICTURED.includes(name)) return;
						await page.emulateMedia({ colorScheme: 'light' });
						await page.setViewportSize({ width: 480, height: 640 });
						const path = join(pictures, `${name}.png`);
						for (const value of await page.locator('code').all()) {
							await value.evaluate((shown, text) => (shown.textContent = text), EXAMPLE);
						}
						await page.screenshot({ path, animations: 'disabled', fullPage: true });
					};
					await page.goto(await keyLink());
					await look('link-reveal');
					await press(page, 'Show it');
					world.linkValues.push(await page.locator('code').innerText());
					await look('link-revealed');
					await page.goto(await passwordLink());
					await look('link-password');
					assert.equal(await type(page, 'a password', 'another one'), 422);
					await look('link-password-refused');
					assert.equal(await type(page, password, password), 200);
					await look('link-saved');
					await page.goto(used);
					await look('link-closed');
					const datasource = {
						resource: 'secret',
						operation: 'createDatasource',
						name: 'e2e-links',
					};
					await admin({ ...datasource, allowedDomains: 'api.example.com', ...linked });
					const entry = { resource: 'secret', operation: 'createByLink', datasource: 'e2e-links' };
					const made = await admin({ ...entry, name: 'MyAPIKey', linkHours: 24 });
					await page.goto(String(made['link']));
					await look('link-secret');
					return `rules that hold: ${rules.join(', ')}`;
				}),
		},
	];
}
