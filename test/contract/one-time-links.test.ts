import { systemRandom } from '../../src/crypto/random';
import { openKeptRealm } from '../../src/realm/kept-realm';
import { A_POLICY, aMessage, A_CALL, aRealm, KEY_LOCK, valueOf } from '../a-realm';
import { damaged } from '../damaged';
import { stores } from '../stores';
import { aLinkServer, expectClosed, LIFE, type LinkServer, tokenOf } from './a-link-server';

const DAY = 86_400_000;

describe.each(stores)('a one-time link in $engine', ({ create }) => {
	let server: LinkServer;
	beforeEach(async () => {
		server = await aLinkServer(create);
	});
	afterEach(() => server.close());

	test('shows what it has on a click, once, and looking at it uses nothing up', async () => {
		const token = await server.reveal('the key <itself>');
		for (const page of [await server.look(token), await server.look(token)]) {
			expect(page.status).toBe(200);
			expect(page.body).not.toContain('the key');
			expect(page.headers).toMatchObject({
				'cache-control': 'no-store',
				'referrer-policy': 'no-referrer',
				'x-frame-options': 'DENY',
				'content-security-policy': expect.stringMatching(
					/^default-src 'none'; style-src 'sha256-[^;]+'; form-action 'self'; frame-ancestors 'none'/,
				) as unknown,
			});
			expect(Object.keys(page.headers)).not.toContain('set-cookie');
		}
		expect(await server.contents()).toEqual([expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/)]);
		const shown = await server.send(token);
		expect([shown.status, shown.headers['cache-control']]).toEqual([200, 'no-store']);
		expect(shown.body).toContain('<dt>Key</dt><dd><code>the key &lt;itself&gt;</code></dd>');
		expect(await server.contents()).toEqual([null]);
		expectClosed(await server.send(token));
		expectClosed(await server.look(token));
		expect(await server.decisions()).toEqual([
			'link.use refused link-used',
			'link.use refused link-used',
			'link.use accepted',
		]);
	});

	test('is in no row and no entry, nor is its token, and the audit names it by its id', async () => {
		const made = valueOf(
			await server.links().reveal({ ...LIFE, target: 'a key', values: { key: 'the key itself' } }),
		);
		await server.send(tokenOf(made));
		const rows = await server.store.db.selectFrom('one_time_link').selectAll().execute();
		const entries = await server.realm.audit.query({ credentialId: made.linkId });
		expect(entries.map(({ content }) => content)).toMatchObject([
			{ operation: 'link.use', decision: 'accepted', address: '192.0.2.7' },
			{ operation: 'link.reveal', decision: 'done', target: 'a key' },
		]);
		const kept = JSON.stringify([rows, await server.realm.audit.query({})]);
		expect(kept).not.toContain('the key itself');
		expect(kept).not.toContain(tokenOf(made).split('_')[3]);
		expect(rows).toMatchObject([
			{ id: made.linkId, kind: 'reveal', target: 'a key', consumed_from: '192.0.2.7' },
		]);
	});

	test('ends after its hours, looks like one that never was, and what it had is deleted', async () => {
		const token = await server.reveal();
		server.clock.time += DAY - 1;
		expect((await server.look(token)).status).toBe(200);
		server.clock.time += 1;
		expectClosed(await server.look(token));
		expectClosed(await server.send(token));
		expect((await server.decisions()).slice(0, 2)).toEqual([
			'link.use refused link-expired',
			'link.use refused link-expired',
		]);
		// Another one that is made, or an hour of requests, clears it away.
		await server.reveal();
		expect((await server.contents()).filter((content) => content !== null)).toHaveLength(1);
		server.clock.time += DAY;
		await server.reveal();
		expect(await server.contents()).toHaveLength(2);
	});

	test('opens for nothing but its own whole token', async () => {
		const token = await server.reveal();
		for (const wrong of [
			damaged(token),
			token.replace('ilnk', 'iapi'),
			token.toUpperCase(),
			`${token} `,
			'',
		]) {
			expectClosed(await server.look(wrong));
			expectClosed(await server.send(wrong));
		}
		const twice = new URLSearchParams([
			['link', token],
			['link', token],
		]).toString();
		expectClosed(await server.ask('once', { search: twice }));
		expect((await server.ask('once', { form: twice })).status).toBe(400);
		expect(
			(await server.ask('once', { form: '{}', headers: [['Content-Type', 'application/json']] }))
				.status,
		).toBe(400);
		expect((await server.ask('once', { method: 'PUT' })).status).toBe(405);
		expect((await server.look(token)).status).toBe(200);
	});

	test.each([
		['target', { target: 'another' }],
		['expiry', { expires_at: Date.parse('2030-01-01T00:00:00Z') }],
		['maker', { created_by: 'root' }],
		['kind', { kind: 'password' as const }],
		['id', { id: '00000000-0000-4000-8000-000000000000' }],
	])('does not open once somebody has changed its %s in the database', async (_, change) => {
		const token = await server.reveal();
		await server.store.db.updateTable('one_time_link').set(change).execute();
		expectClosed(await server.send(token));
	});

	test('unknown ones are counted by address, and others wait no longer for that', async () => {
		const token = await server.reveal();
		const guess = async () => (await server.look('ilnk_guess', '203.0.113.9')).status;
		const statuses = [];
		for (let count = 0; count < 61; count += 1) statuses.push(await guess());
		expect(statuses.slice(59)).toEqual([404, 429]);
		const refused = await server.look(token, '203.0.113.9');
		expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
		expect(refused.body).toContain('There were too many attempts.');
		expect((await server.look(token)).status).toBe(200);
		server.clock.time += 60_000;
		expect((await server.look(token, '203.0.113.9')).status).toBe(200);
	});

	test('is refused before any server was active, and for more than 31 days', async () => {
		const opened = await aRealm(create);
		const { administer } = opened.realm;
		const none = await administer.links.check(LIFE);
		expect(none).toMatchObject({
			sentence: expect.stringContaining('none of this realm was active yet') as unknown,
		});
		valueOf(await administer.users.create({ username: 'alice' }));
		expect(await administer.links.enterPassword({ ...LIFE, username: 'alice' })).toEqual(none);
		await opened.close();
		for (const lifeHours of [0, 1.5, -1, 745]) {
			expect(await server.links().check({ lifeHours })).toMatchObject({ kind: 'refused' });
		}
	});

	test('is listed while it works, and can be revoked until it is used', async () => {
		const made = valueOf(
			await server.links().reveal({ ...LIFE, target: 'a key', values: { key: 'x' } }),
		);
		const token = tokenOf(made);
		const kept = {
			...{ linkId: made.linkId, kind: 'reveal', target: 'a key', createdBy: undefined },
			...{ createdAt: server.clock.now(), expiresAt: made.expiresAt },
		};
		expect(await server.links().getAll()).toEqual([kept]);
		expect(await server.links().getAll(1)).toEqual([kept]);
		const race = await Promise.all([server.links().revoke(made.linkId), server.send(token)]);
		const revoked = race[0].kind === 'done';
		expect(race[1].status).toBe(revoked ? 404 : 200);
		expect(await server.contents()).toEqual([null]);
		const other = valueOf(
			await server.links().reveal({ ...LIFE, target: 'a key', values: { key: 'x' } }),
		);
		expect(valueOf(await server.links().revoke(other.linkId)).linkId).toBe(other.linkId);
		expectClosed(await server.send(tokenOf(other)));
		expect(await server.links().getAll()).toEqual([]);
		for (const gone of [made.linkId, other.linkId, 'none']) {
			expect((await server.links().revoke(gone)).kind).toBe('refused');
		}
		const [entry] = await server.realm.audit.query({ decision: 'done' });
		expect(entry?.content).toMatchObject({ operation: 'link.revoke', credentialId: other.linkId });
	});

	test('outlives a rotation of the realm key, in a process that knows the old one and in a new one', async () => {
		const [first, second] = [await server.reveal('the key itself'), await server.reveal()];
		const { clock, store } = server;
		const ports = { clock, random: systemRandom, warn: () => undefined };
		const kept = await openKeptRealm({ realm: 'default', lock: KEY_LOCK }, store, ports);
		valueOf(await kept.rotate(() => undefined));
		await kept.realm.close();
		expect((await server.send(first)).body).toContain('the key itself');
		const realm = await server.again();
		const form = { link: second };
		expect((await server.ask('once', { form, realm })).status).toBe(200);
		const link = tokenOf(
			valueOf(
				await realm.administer.links.reveal({ ...LIFE, target: 'k', values: { key: 'new' } }),
			),
		);
		expect((await server.send(link)).body).toContain('<code>new</code>');
	});

	test('a key that was delivered lets its user call', async () => {
		const { apiKeys } = server.realm.administer;
		const { key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' }));
		const { body } = await server.send(await server.reveal(key));
		const [, shown = ''] = /<code>([^<]+)<\/code>/.exec(body) ?? [];
		const message = aMessage({ headerFields: [['X-API-Key', shown]] });
		expect((await server.realm.authenticate(message, A_POLICY, A_CALL)).kind).toBe('accepted');
	});
});
