import { accountHashes } from '../../src/realm/account-hashes';
import { readySodium } from '../../src/crypto/sodium';
import { unlockExistingRealm } from '../../src/realm/unlock-realm';
import { realmKeys } from '../../src/realm/realm-keys';
import { ENDPOINTS } from '../../src/oauth/endpoints/paths';
import { aRealm, KEY_LOCK, valueOf } from '../a-realm';
import { stores } from '../stores';
import { aSetUpServer, type SetUpServer } from './a-set-up-server';
import { ISSUER, type Reply } from './an-authorization-server';

const AS_ITSELF = { grant_type: 'client_credentials' };
const outcome = ({ status, json }: Reply) => [status, json['error']];

describe.each(stores)('what an InterAction+ client was given in $engine', ({ create }) => {
	let server: SetUpServer;
	beforeEach(async () => {
		server = await aSetUpServer(create);
	});
	afterEach(() => server.close());

	/** Whether tokens are taken: the access token at a trigger, and the refresh token. */
	const lives = async ({ json }: Reply): Promise<readonly unknown[]> => {
		const verdict = await server.call(json['access_token']);
		const refresh_token = String(json['refresh_token']);
		const refreshed = await server.asPartner({ grant_type: 'refresh_token', refresh_token });
		return [verdict.kind, refreshed.status];
	};
	const rowsOf = async (table: 'oauth_client' | 'consent' | 'oauth_grant' | 'access_token') =>
		JSON.stringify(await server.store.db.selectFrom(table).selectAll().execute());
	const active = async () =>
		(await server.realm.administer.consents.getAll({}))
			.filter(({ revokedAt }) => revokedAt === undefined)
			.map(({ username, designated }) => [username, designated]);

	test('IA-2: was registered by an operator: no endpoint registers a client', async () => {
		const paths = Object.values(ENDPOINTS).map(({ path }) => path);
		expect(paths.filter((path) => path.includes('regist'))).toEqual([]);
		const { json } = await server.ask('metadata');
		expect(json).not.toHaveProperty('registration_endpoint');
	});

	test('IA-9: has no account name in its rows, but an id and a hash that finds it', async () => {
		const tokens = await server.tokensFor('crm');
		expect(await lives(tokens)).toEqual(['accepted', 200]);
		for (const table of ['oauth_client', 'consent', 'oauth_grant', 'access_token'] as const) {
			const rows = await rowsOf(table);
			expect([rows === '[]', /crm/i.test(rows)]).toEqual([false, false]);
		}
		const kept = await server.store.db
			.selectFrom('consent')
			.select(['user_id', 'account_hash'])
			.executeTakeFirstOrThrow();
		expect(kept).toEqual({
			user_id: await server.idOf('crm'),
			account_hash: expect.stringMatching(/^1\.[A-Za-z0-9_-]{43}$/) as string,
		});
		const { administer } = server.realm;
		valueOf(await administer.users.update('crm', { username: 'renamed' }));
		const found = async (username: string) =>
			(await administer.consents.getAll({ username })).map((consent) => consent.username);
		expect(await found('CRM')).toEqual(['renamed']);
		expect(await found('renamed')).toEqual(['renamed']);
		expect(await found('desk')).toEqual([]);
	});

	test("IA-9: is found by a hash that only this realm's key makes", async () => {
		const sodium = await readySodium();
		const hashesOf = async (name: string) => {
			const opened = name === 'default' ? server : await aRealm(undefined, name);
			const settings = { realm: name, lock: KEY_LOCK };
			const { row, unlocked } = await unlockExistingRealm(settings, opened.store);
			const keys = realmKeys(sodium, opened.store, row.id, unlocked);
			const hash = accountHashes(sodium, keys).of('crm');
			if (opened !== server) await opened.close();
			return hash;
		};
		await server.designate('crm');
		const [own, other] = [await hashesOf('default'), await hashesOf('other')];
		expect([(await rowsOf('consent')).includes(own), own === other]).toEqual([true, false]);
	});

	test.each([
		[
			'the consent is withdrawn',
			async () => {
				const [consent] = await server.realm.administer.consents.getAll({});
				valueOf(await server.realm.administer.consents.revoke(consent?.id ?? ''));
			},
		],
		[
			'the designated user is disabled',
			async () => {
				valueOf(await server.realm.administer.users.setState('crm', 'disabled'));
			},
		],
		[
			'the client is deleted',
			async () => {
				valueOf(await server.realm.administer.clients.delete(server.clientId));
			},
		],
	])('IA-12: ends where %s', async (_what, end) => {
		const tokens = await server.tokensFor('crm');
		const own = await server.asPartner(AS_ITSELF);
		expect((await server.call(own.json['access_token'])).kind).toBe('accepted');
		await end();
		const [kind, status] = await lives(tokens);
		expect([kind, status === 200]).toEqual(['refused', false]);
		expect((await server.call(own.json['access_token'])).kind).toBe('refused');
		expect((await server.asPartner(AS_ITSELF)).status).not.toBe(200);
	});

	test('IA-13: ends where another user is designated, which only an administrator does', async () => {
		const tokens = await server.tokensFor('crm');
		const own = await server.asPartner(AS_ITSELF);
		const next = await server.tokensFor('desk');
		expect(await active()).toEqual([['desk', true]]);
		expect((await server.call(own.json['access_token'])).kind).toBe('refused');
		expect(await lives(tokens)).toEqual(['refused', 400]);
		expect(await lives(next)).toEqual(['accepted', 200]);
		const again = await server.asPartner(AS_ITSELF);
		expect(await server.call(again.json['access_token'])).toMatchObject({
			caller: { user: 'desk' },
		});
	});

	test('IA-13: goes on where the same user is designated again', async () => {
		const tokens = await server.tokensFor('crm');
		await server.designate('crm');
		expect([await active(), await lives(tokens)]).toEqual([[['crm', true]], ['accepted', 200]]);
		// Back and forth: what the first designation gave stays dead.
		const before = await server.tokensFor('crm');
		await server.designate('desk');
		await server.designate('crm');
		expect([await active(), await lives(before)]).toEqual([[['crm', true]], ['refused', 400]]);
	});

	test('IA-13: is for one user, whoever designates at once', async () => {
		const forms = await Promise.all(Array.from({ length: 8 }, () => server.designation()));
		const replies = await Promise.all(
			forms.map((form, index) =>
				form.submit({ account: index % 2 === 0 ? 'crm' : 'desk', decision: 'allow' }),
			),
		);
		expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(303));
		const [only, ...more] = await active();
		expect([only?.[1], more]).toEqual([true, []]);
	});

	test('IA-13: brings nothing for a code of a designation that was replaced meanwhile', async () => {
		const code = (await server.designate('crm')).sent.get('code') ?? '';
		await server.designate('desk');
		const late = await server.asPartner({ grant_type: 'authorization_code', code });
		expect(outcome(late)).toEqual([400, 'invalid_grant']);
	});

	test('IA-14: is described in both forms, and counts for its own tenant alone', async () => {
		const [standard, openid] = [await server.ask('metadata'), await server.ask('openidMetadata')];
		expect([standard.json['issuer'], openid.json]).toEqual([ISSUER, standard.json]);
		const tokens = await server.tokensFor('crm');
		const other = await aSetUpServer(create);
		expect((await other.call(tokens.json['access_token'])).kind).toBe('refused');
		const refresh_token = String(tokens.json['refresh_token']);
		const foreign = await other.asPartner({ grant_type: 'refresh_token', refresh_token });
		expect(outcome(foreign)).toEqual([400, 'invalid_grant']);
		await other.close();
	});

	test('is told in the audit by the names of both who agreed and who was designated', async () => {
		await server.designate('crm');
		const entries = await server.realm.audit.query({ kind: 'authorization' });
		const said = entries.map(({ content }) => [content['operation'], content['user']]);
		expect(said).toEqual(
			expect.arrayContaining([
				['authorization.consent', 'root'],
				['authorization.designate', 'crm'],
				['code.issue', 'crm'],
			]),
		);
	});
});
