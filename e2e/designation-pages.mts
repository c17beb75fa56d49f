import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { activateWorkflow, createWorkflow } from '../scripts/n8n/workflows.mts';
import type { Check } from '../scripts/smoke/report.mts';
import { setPassword } from '../scripts/smoke/set-password.mts';
import { authorizationServerWorkflow } from '../scripts/smoke/workflows.mts';
import type { World } from '../scripts/smoke/world.mts';
import {
	type HandOverPack,
	type PartnerClient,
	partnerClient,
} from '../test/dialects/inter-action-plus-client.mts';
import { auditPage } from './page-audit.mts';
import type { Site } from './site.mts';
import { onceThere } from './once-there.mts';
import { hasFocus, sendForm, submitLogIn, visit } from './visit.mts';

const PATH = 'e2e-authority';
/** A user may be tried five times at once: each check has an administrator of its own. */
const ADMINISTRATORS = ['ada', 'boris', 'chen', 'dora', 'emil', 'fay', 'gus'] as const;
type Administrator = (typeof ADMINISTRATORS)[number];
/** What the documents show. */
const PICTURED = 'designate';
const ACCOUNT = 'crm-connector';

interface Place {
	readonly world: World;
	readonly browser: Browser;
	/** The partner's. */
	readonly site: Site;
	/** Folder for pictures of the pages; none are made where it is absent. */
	readonly pictures: string | undefined;
}

/** The pages on which an administrator lets a partner in, on a live n8n, as people meet them. */
export function designationPages({ world, browser, site, pictures }: Place): readonly Check[] {
	const { session, realm, admin, adminAll } = world;
	const issuer = world.webhook(PATH);
	const password = `Password ${randomUUID()}`;
	let pack: HandOverPack;
	let client: PartnerClient;

	const onPage = async <T,>(use: (page: Page) => Promise<T>): Promise<T> =>
		await visit(browser, [new URL(issuer).origin, site.origin], use);
	const designated = async (): Promise<readonly unknown[]> =>
		(await adminAll({ resource: 'consent', operation: 'getAll', returnAll: true }))
			.filter((each) => each['designated'] === true && each['revokedAt'] === null)
			.map((each) => each['username']);
	/** How many codes were issued for the user whom the partner is to act as. */
	const codes = async (): Promise<number> => {
		const filters = { user: ACCOUNT, kind: 'authorization' };
		const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
		return (await adminAll(audit)).filter(({ operation }) => operation === 'code.issue').length;
	};
	const openAs = async (page: Page, administrator: Administrator, url: URL | string) => {
		await page.goto(String(url));
		assert.equal(await submitLogIn(page, administrator, password), 200);
		await page.getByRole('heading', { name: 'Set up access' }).waitFor();
	};
	const atPartner = async (page: Page): Promise<URL> => {
		await page.waitForURL((url) => url.href.startsWith(`${site.origin}/cb?`));
		return new URL(page.url());
	};
	const account = (page: Page) => page.getByLabel('User name that it acts as');
	const allow = async (page: Page): Promise<number> =>
		await sendForm(page, async () => await page.getByRole('button', { name: 'Allow' }).click());
	const link = (id: string): string => `${issuer}/setup?client_id=${id}`;

	return [
		{
			sentence: 'a partner is registered, and administrators are there to let it in',
			find: async () => {
				const server = authorizationServerWorkflow(realm, PATH, ['interActionPlus']);
				await activateWorkflow(session, await createWorkflow(session, server));
				await admin({ resource: 'group', operation: 'create', name: 'Tenant admins' });
				const role = { application: 'Realm', name: 'Tenant admin', privileges: 'Grant Consent' };
				await admin({ resource: 'role', operation: 'create', ...role });
				const given = { group: 'Tenant admins', application: 'Realm', role: 'Tenant admin' };
				await admin({ resource: 'group', operation: 'addRole', ...given });
				for (const username of ADMINISTRATORS) {
					const created = { username, displayName: '', groups: 'Tenant admins' };
					await admin({ resource: 'user', operation: 'create', ...created });
					await setPassword(world, username, password);
				}
				for (const username of [ACCOUNT, 'clerk']) {
					await admin({ resource: 'user', operation: 'create', username, displayName: '' });
				}
				await setPassword(world, 'clerk', password);
				const registered = await admin({
					resource: 'client',
					operation: 'register',
					name: 'Acme Connector',
					callbackUrls: `${site.origin}/cb`,
					grants: 'authorization_code, refresh_token, client_credentials',
					dialects: 'interActionPlus',
					partner: 'Acme Billing Ltd',
					goals: 'Makes bills from the time that was spent on matters.',
					dataScope: 'Matters, their clients, and the time spent on them',
					contact: 'legal@acme.example',
					tenant: 'Smith & Partners LLP',
					authorityUrl: issuer,
					apiUrl: world.webhook('whoami'),
					clientOptions: { scopes: 'matters:read' },
				});
				pack = registered['handOverPack'] as unknown as HandOverPack;
				client = await partnerClient(pack, `${site.origin}/cb`);
				return issuer;
			},
		},
		{
			sentence: 'IA-5: who is no administrator is told so, and one goes on from there',
			find: async () =>
				await onPage(async (page) => {
					await page.goto(link(pack.clientId));
					assert.equal(await submitLogIn(page, 'clerk', password), 403);
					await page.getByText('This takes an administrator.').waitFor();
					assert.match(await page.title(), /^Error: /);
					assert.equal(await submitLogIn(page, 'ada', password), 200);
					await page.getByRole('heading', { name: 'Set up access' }).waitFor();
					assert.deepEqual(await designated(), []);
					return await page.title();
				}),
		},
		{
			sentence:
				'IA-6, IA-8: an administrator reads what is asked for, names a user, and it gets in',
			find: async () =>
				await onPage(async (page) => {
					const started = client.startSetUp();
					await openAs(page, 'boris', started.url);
					const text = await page.locator('main').innerText();
					for (const part of ['Acme Billing Ltd', 'Smith & Partners LLP', 'matters:read']) {
						assert.ok(text.includes(part), text);
					}
					await account(page).fill('nobody');
					await allow(page);
					await page.getByText('There is no enabled user of this name.').waitFor();
					await hasFocus(page, 'account');
					await account(page).fill(ACCOUNT);
					await page.keyboard.press('Enter');
					const tokens = await started.finish(await atPartner(page));
					world.accessTokens.push(tokens.access_token);
					assert.deepEqual(await designated(), [ACCOUNT]);
					return `${String((await designated())[0])} by boris`;
				}),
		},
		{
			sentence: 'IA-7: an administrator is designated only after that was confirmed',
			find: async () =>
				await onPage(async (page) => {
					await openAs(page, 'chen', link(pack.clientId));
					await page.getByText(`It acts as ${ACCOUNT} until now.`).waitFor();
					await account(page).fill('ada');
					await allow(page);
					await page.getByText('ada is an administrator.').waitFor();
					await hasFocus(page, 'confirmed');
					await allow(page);
					await page.getByText('ada is an administrator.').waitFor();
					assert.deepEqual(await designated(), [ACCOUNT]);
					await hasFocus(page, 'confirmed');
					await page.keyboard.press('Space');
					await allow(page);
					assert.ok((await atPartner(page)).searchParams.has('code'));
					assert.deepEqual(await designated(), ['ada']);
					return 'ada, confirmed';
				}),
		},
		{
			sentence: 'IA-6: who denies is sent back with access_denied, and nothing is changed',
			find: async () =>
				await onPage(async (page) => {
					const started = client.startSetUp();
					await openAs(page, 'dora', started.url);
					await page.getByRole('button', { name: 'Deny' }).click();
					const refused = started.finish(await atPartner(page));
					await assert.rejects(refused, new Error('access_denied'));
					assert.deepEqual(await designated(), ['ada']);
					return 'access_denied';
				}),
		},
		{
			sentence: 'two clicks on Allow bring one code at most',
			find: async () =>
				await onPage(async (page) => {
					const before = await codes();
					await openAs(page, 'emil', link(pack.clientId));
					await account(page).fill(ACCOUNT);
					await page.getByRole('button', { name: 'Allow' }).dblclick();
					await Promise.any([
						atPartner(page),
						page.getByText('This form was sent already.').waitFor(),
					]);
					const issued = await onceThere(async () => (await codes()) - before);
					assert.deepEqual([issued, await designated()], [1, [ACCOUNT]]);
					return await page.title();
				}),
		},
		{
			sentence: 'the back button designates nobody once more: the old form is not taken again',
			find: async () =>
				await onPage(async (page) => {
					const before = await codes();
					await openAs(page, 'gus', link(pack.clientId));
					await account(page).fill(ACCOUNT);
					await allow(page);
					await atPartner(page);
					// Nothing is kept, so that Chromium asks before it sends the form again.
					await assert.rejects(page.goBack(), /ERR_CACHE_MISS/);
					await page.getByText('ERR_CACHE_MISS').waitFor();
					await page.reload();
					await page.getByText('This form was sent already.').waitFor();
					assert.equal((await codes()) - before, 1);
					return await page.title();
				}),
		},
		{
			sentence: 'axe finds nothing on the pages of the set-up, its end among them',
			find: async () =>
				await onPage(async (page) => {
					const rules: string[] = [];
					const look = async (name: string): Promise<void> => {
						rules.push(`${name} ${String(await auditPage(page))}`);
						if (pictures === undefined || name !== PICTURED) return;
						await page.emulateMedia({ colorScheme: 'light' });
						await page.setViewportSize({ width: 480, height: 960 });
						await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
					};
					const registered = await admin({
						resource: 'client',
						operation: 'register',
						name: 'Acme Nightly Export',
						grants: 'client_credentials',
						dialects: 'interActionPlus',
						partner: 'Acme Billing Ltd',
						goals: 'Makes bills from the time that was spent on matters.',
						dataScope: 'Matters, their clients, and the time spent on them',
						contact: 'legal@acme.example',
						tenant: 'Smith & Partners LLP',
						authorityUrl: issuer,
						apiUrl: world.webhook('whoami'),
						clientOptions: { scopes: 'matters:read', applications: 'Default' },
					});
					await openAs(page, 'fay', link(String(registered['clientId'])));
					await look('designate');
					await account(page).fill('ada');
					await allow(page);
					await page.getByText('ada is an administrator.').waitFor();
					await look('designate-confirm');
					await account(page).fill(ACCOUNT);
					await allow(page);
					await page.getByRole('heading', { name: 'Set-up is done' }).waitFor();
					await look('set-up-done');
					return `rules that hold: ${rules.join(', ')}`;
				}),
		},
	];
}
