import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { activateWorkflow, createWorkflow } from '../scripts/n8n/workflows.mts';
import type { Check } from '../scripts/smoke/report.mts';
import { setPassword } from '../scripts/smoke/set-password.mts';
import { authorizationServerWorkflow } from '../scripts/smoke/workflows.mts';
import type { World } from '../scripts/smoke/world.mts';
import { openedEarlier } from './expired-form.mts';
import { onceThere } from './once-there.mts';
import { auditPage } from './page-audit.mts';
import type { Site } from './site.mts';
import { hasFocus, submitLogIn, visit } from './visit.mts';

const PATH = 'e2e-auth';
// Appendix B of RFC 7636.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const STATE = 'the state';
/** A user may be tried five times at once: each check has one of its own. */
const USERS = ['walker', 'denier', 'forgetful', 'returner', 'hasty', 'slow', 'reader'] as const;
type User = (typeof USERS)[number];
/** What the documents show. */
const PICTURED = ['log-in', 'consent'];
const MORE_THAN_A_FORM_LIVES_S = 601;
/** After this long a user may be tried once more. */
const GIVEN_BACK_S = 60;
const MOST_ATTEMPTS = 10;

interface Place {
	readonly world: World;
	readonly browser: Browser;
	/** The client's. */
	readonly site: Site;
	/** Folder for pictures of the pages; none are made where it is absent. */
	readonly pictures: string | undefined;
}

/** The pages of an authorization server on a live n8n, as people meet them. */
export function authorizationPages({ world, browser, site, pictures }: Place): readonly Check[] {
	const { session, realm, admin, adminAll } = world;
	const issuer = world.webhook(PATH);
	const callback = `${site.origin}/cb`;
	const password = `Password ${randomUUID()}`;
	let clientId = '';

	const decisionsOn = async (user: User): Promise<readonly string[]> => {
		const filters = { user, kind: 'authorization' };
		const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
		const entries = await adminAll(audit);
		return entries.map(({ operation, decision, reason }) =>
			[operation, decision, reason].filter(Boolean).join(' '),
		);
	};
	const codesOf = async (user: User): Promise<number> =>
		(await decisionsOn(user)).filter((entry) => entry === 'code.issue accepted').length;
	const address = (changes: Readonly<Record<string, string>> = {}): string => {
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: clientId,
			redirect_uri: callback,
			scope: 'orders:read orders:write',
			resource: `${issuer}/applications/Default`,
			state: STATE,
			code_challenge: CHALLENGE,
			code_challenge_method: 'S256',
			...changes,
		});
		return `${issuer}/oauth/authorize?${query.toString()}`;
	};

	const onPage = async <T,>(
		use: (page: Page) => Promise<T>,
		options?: BrowserContextOptions,
	): Promise<T> => await visit(browser, [new URL(issuer).origin, site.origin], use, options);
	const openConsent = async (page: Page, user: User): Promise<void> => {
		await page.goto(address());
		assert.equal(await submitLogIn(page, user, password), 200);
		await page.getByRole('heading', { name: 'Allow access' }).waitFor();
	};
	const atCallback = async (page: Page): Promise<URLSearchParams> => {
		await page.waitForURL((url) => url.href.startsWith(`${callback}?`));
		const { searchParams } = new URL(page.url());
		assert.deepEqual([searchParams.get('state'), searchParams.get('iss')], [STATE, issuer]);
		return searchParams;
	};
	/** Takes a token for a code; gives the status. */
	const exchange = async (code: string): Promise<number> => {
		const form = { grant_type: 'authorization_code', code, client_id: clientId };
		const body = new URLSearchParams({ ...form, redirect_uri: callback, code_verifier: VERIFIER });
		const answer = await fetch(`${issuer}/oauth/token`, { method: 'POST', body });
		const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
		if (token !== undefined) world.accessTokens.push(token);
		return answer.status;
	};
	/** What the page says, as one line. */
	const said = async (page: Page): Promise<string> =>
		(await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
	const expectSaid = async (page: Page, words: string): Promise<string> => {
		await page.getByText(words).waitFor();
		assert.match(await page.title(), /^Error: /);
		assert.ok(page.url().startsWith(issuer), page.url());
		return words;
	};
	/** Shows wrong passwords until no more are looked at; tells how many were, and how long it took. */
	const lockOut = async (page: Page, seen = async (): Promise<void> => undefined) => {
		const began = performance.now();
		for (let attempts = 0; ; attempts += 1) {
			const status = await submitLogIn(page, 'forgetful', 'wrong');
			if (status === 429) return { attempts, seconds: (performance.now() - began) / 1000 };
			assert.equal(status, 401);
			assert.ok(attempts < MOST_ATTEMPTS, `${attempts} attempts`);
			await seen();
		}
	};
	return [
		{
			sentence: 'an authorization server is published, with users and a public client',
			find: async () => {
				const server = authorizationServerWorkflow(realm, PATH);
				await activateWorkflow(session, await createWorkflow(session, server));
				for (const username of USERS) {
					await admin({ resource: 'user', operation: 'create', username, displayName: '' });
					await setPassword(world, username, password);
				}
				const registered = await admin({
					resource: 'client',
					operation: 'register',
					name: 'Orders portal',
					clientType: 'public',
					callbackUrls: callback,
					grants: 'authorization_code',
					clientOptions: {
						description: 'Shows your orders and lets you change them.',
						scopes: 'orders:read, orders:write',
					},
				});
				clientId = String(registered['clientId']);
				return issuer;
			},
		},
		{
			sentence: 'a user logs in and agrees by keyboard alone, without a script; the code counts',
			find: async () =>
				await onPage(
					async (page) => {
						const opened = await page.goto(address());
						const policy = (await opened?.allHeaders())?.['content-security-policy'] ?? '';
						assert.match(policy, /^default-src 'none'; style-src 'sha256-/);
						await hasFocus(page, 'username');
						await page.keyboard.type('walker');
						await page.keyboard.press('Tab');
						await hasFocus(page, 'password');
						await page.keyboard.type(password);
						await page.keyboard.press('Enter');
						await page.getByRole('heading', { name: 'Allow access' }).waitFor();
						const text = await said(page);
						for (const word of [
							'Orders portal',
							'walker',
							'orders:read',
							'orders:write',
							'Default',
						]) {
							assert.ok(text.includes(word), text);
						}
						await page.keyboard.press('Tab');
						await hasFocus(page, 'Allow');
						await page.keyboard.press('Enter');
						const code = (await atCallback(page)).get('code') ?? '';
						assert.equal(await exchange(code), 200);
						return policy;
					},
					{ javaScriptEnabled: false },
				),
		},
		{
			sentence: 'who cancels or denies is sent back with access_denied, and no code is issued',
			find: async () =>
				await onPage(async (page) => {
					await page.goto(address());
					await page.getByRole('button', { name: 'Cancel' }).click();
					assert.equal((await atCallback(page)).get('error'), 'access_denied');
					await openConsent(page, 'denier');
					await page.getByRole('button', { name: 'Deny' }).click();
					const sent = await atCallback(page);
					assert.deepEqual([sent.get('error'), sent.get('code')], ['access_denied', null]);
					assert.equal(await codesOf('denier'), 0);
					return sent.toString();
				}),
		},
		{
			sentence: 'after five wrong passwords the right one has to wait too, and the page says so',
			find: async () =>
				await onPage(async (page) => {
					await page.goto(address());
					const { attempts, seconds } = await lockOut(page, async () => {
						await expectSaid(page, 'User name or password is wrong.');
						await hasFocus(page, 'username');
					});
					const more = Math.floor(seconds / GIVEN_BACK_S);
					assert.ok(attempts >= 5 && attempts <= 5 + more, `${attempts} in ${seconds} s`);
					assert.equal(await submitLogIn(page, 'forgetful', password), 429);
					await expectSaid(page, 'There were too many attempts.');
					return await page.getByRole('alert').innerText();
				}),
		},
		{
			sentence: 'the back button brings no second code: the old form is not taken again',
			find: async () =>
				await onPage(async (page) => {
					await openConsent(page, 'returner');
					await page.getByRole('button', { name: 'Allow' }).click();
					await atCallback(page);
					// Nothing is kept, so that Chromium asks before it sends the form again.
					await assert.rejects(page.goBack(), /ERR_CACHE_MISS/);
					await page.getByText('ERR_CACHE_MISS').waitFor();
					await page.reload();
					const words = await expectSaid(page, 'This form was sent already.');
					assert.equal(await codesOf('returner'), 1);
					return words;
				}),
		},
		{
			sentence: 'two clicks on Allow bring one code at most, and a form that is sent again none',
			find: async () =>
				await onPage(async (page) => {
					await openConsent(page, 'hasty');
					const posted = page.waitForRequest((request) => request.method() === 'POST');
					await page.getByRole('button', { name: 'Allow' }).dblclick();
					const form = (await posted).postData() ?? '';
					await Promise.any([
						atCallback(page),
						page.getByText('This form was sent already.').waitFor(),
					]);
					const seen = await page.title();
					const headers = { 'content-type': 'application/x-www-form-urlencoded' };
					const again = await page.request.post(`${issuer}/oauth/authorize`, {
						data: form,
						headers,
					});
					assert.equal(again.status(), 400);
					assert.match(await again.text(), /This form was sent already/);
					assert.equal(await onceThere(async () => await codesOf('hasty')), 1);
					return seen;
				}),
		},
		{
			sentence: 'a form that was open for too long is not taken, and the page says so',
			find: async () =>
				await onPage(async (page) => {
					await page.goto(address());
					const form = await page.locator('input[name=form]').inputValue();
					const fields = await openedEarlier(world, form, MORE_THAN_A_FORM_LIVES_S);
					for (const [name, value] of Object.entries(fields)) {
						await page
							.locator(`input[name=${name}]`)
							.evaluate((field, text) => field.setAttribute('value', text), value as string);
					}
					assert.equal(await submitLogIn(page, 'slow', password), 400);
					const words = await expectSaid(page, 'This page was open for too long.');
					assert.equal(await codesOf('slow'), 0);
					return words;
				}),
		},
		{
			sentence: 'axe finds nothing on any page, in light and dark, at 360 and 1280 px',
			find: async () =>
				await onPage(async (page) => {
					const rules: string[] = [];
					const look = async (name: string): Promise<void> => {
						rules.push(`${name} ${String(await auditPage(page))}`);
						if (pictures === undefined || !PICTURED.includes(name)) return;
						await page.emulateMedia({ colorScheme: 'light' });
						await page.setViewportSize({ width: 480, height: 640 });
						await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
					};
					await page.goto(address());
					await look('log-in');
					assert.equal(await submitLogIn(page, 'reader', 'wrong'), 401);
					await look('log-in-refused');
					await lockOut(page);
					await look('log-in-locked');
					assert.equal(await submitLogIn(page, 'reader', password), 200);
					await look('consent');
					await page.goto(address({ client_id: randomUUID() }));
					await look('error');
					return `rules that hold: ${rules.join(', ')}`;
				}),
		},
	];
}
