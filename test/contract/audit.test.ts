import type { CallContext, Realm } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, NOON, type TestRealm, valueOf } from '../a-realm';

const CLOSED = { ...A_POLICY, allowAnonymous: false };

let opened: TestRealm;
beforeEach(async () => {
	opened = await aRealm();
});
afterEach(() => opened.close());

const call = (realm: Realm, key?: string, context: CallContext = A_CALL) =>
	realm.authenticate(
		aMessage(key === undefined ? {} : { headerFields: [['X-API-Key', key]] }),
		CLOSED,
		context,
	);

async function aKey(): Promise<{ readonly key: string; readonly credentialId: string }> {
	const { users, apiKeys } = opened.realm.administer;
	valueOf(await users.create({ username: 'alice' }));
	return valueOf(await apiKeys.generate({ username: 'alice', name: 'first' }));
}

const contents = async (filter = {}, limit?: number) =>
	(await opened.realm.audit.query(filter, limit)).map(({ content }) => content);

describe('an entry', () => {
	test('tells of an accepted call who, where, from where and that it was', async () => {
		const { key, credentialId } = await aKey();
		await call(opened.realm, key);
		const [entry] = await contents({}, 1);
		expect(entry).toEqual({
			kind: 'decision',
			time: NOON,
			tenant: opened.realm.id,
			requestId: A_CALL.requestId,
			workflow: 'w',
			node: 'Incoming API Trigger',
			address: '192.0.2.7',
			scheme: 'apiKey',
			credentialId,
			version: 1,
			user: 'alice',
			decision: 'accepted',
		});
	});

	test('tells of a refused call the true reason, and the credential where it is known', async () => {
		const { key, credentialId } = await aKey();
		await opened.realm.administer.apiKeys.setState(credentialId, 'disabled');
		await call(opened.realm, key);
		await call(opened.realm);
		expect(await contents({ decision: 'refused' })).toEqual([
			expect.objectContaining({ reason: 'anonymous-not-allowed', scheme: 'anonymous' }),
			expect.objectContaining({ reason: 'key-disabled', credentialId }),
		]);
	});

	test('tells of every change by whom, where in n8n, what and whether it was made', async () => {
		const operator = { workflow: 'set-up', node: 'Access Admin', execution: '17' };
		const { users, apiKeys } = opened.realm.operatedBy(operator).administer;
		await users.create({ username: 'alice' });
		await users.create({ username: 'ALICE' });
		await users.update('alice', { displayName: 'A.' });
		await users.setState('alice', 'disabled');
		await users.setState('alice', 'enabled');
		const issued = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' }));
		const { credentialId } = issued;
		await apiKeys.setState(credentialId, 'disabled');
		await apiKeys.setState(credentialId, 'enabled');
		await apiKeys.revoke(credentialId);
		await apiKeys.revoke('nothing');
		await users.delete('alice');
		await users.getAll();

		const entries = (await contents({ kind: 'administration' })).reverse();
		const told = entries.map(({ operation, target, decision }) => [operation, target, decision]);
		expect(told).toEqual([
			['user.create', 'alice', 'done'],
			['user.create', 'ALICE', 'refused'],
			['user.update', 'alice', 'done'],
			['user.disable', 'alice', 'done'],
			['user.enable', 'alice', 'done'],
			['apiKey.generate', 'alice', 'done'],
			['apiKey.disable', credentialId, 'done'],
			['apiKey.enable', credentialId, 'done'],
			['apiKey.revoke', credentialId, 'done'],
			['apiKey.revoke', 'nothing', 'refused'],
			['user.delete', 'alice', 'done'],
		]);
		for (const entry of entries) expect(entry).toMatchObject(operator);
		expect(await contents({ credentialId })).toHaveLength(4);

		const kept = JSON.stringify(
			await opened.store.db.selectFrom('audit_entry').selectAll().execute(),
		);
		for (const part of issued.key.split('_').slice(2)) expect(kept).not.toContain(part);
	});

	test('is found by time, user, credential, kind, decision and reason', async () => {
		const { key, credentialId } = await aKey();
		for (const minute of [1, 2, 3]) {
			opened.clock.time = NOON + minute * 60_000;
			await call(opened.realm, key, { ...A_CALL, requestId: `accepted ${String(minute)}` });
			await call(opened.realm, 'wrong', { ...A_CALL, requestId: `refused ${String(minute)}` });
		}
		const found = async (filter: object) =>
			(await contents({ kind: 'decision', ...filter })).map(({ requestId }) => requestId);
		const accepted = ['accepted 3', 'accepted 2', 'accepted 1'];
		const refused = ['refused 3', 'refused 2', 'refused 1'];
		expect(await found({ user: 'alice' })).toEqual(accepted);
		expect(await found({ credentialId })).toEqual(accepted);
		expect(await found({ decision: 'refused' })).toEqual(refused);
		expect(await found({ reason: 'malformed-key' })).toEqual(refused);
		expect(await found({ reason: 'unknown-key' })).toEqual([]);
		expect(await found({ from: NOON + 120_000, to: NOON + 180_000 })).toEqual([
			'refused 2',
			'accepted 2',
		]);
	});
});

describe('an export', () => {
	test('has every entry once, oldest first, over the borders of pages', async () => {
		const calls = Array.from({ length: 1201 }, () => call(opened.realm));
		await Promise.all(calls);
		const lines: string[] = [];
		for await (const line of opened.realm.audit.export({})) lines.push(line);
		const seqs = lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
		expect(seqs).toEqual(Array.from({ length: 1201 }, (_, index) => index + 1));
		expect(await contents()).toHaveLength(1201);
		expect(await contents({}, 501)).toHaveLength(501);
		expect(lines[0]).toMatch(
			/^\{"entry":\{.*\},"hash":"[\w-]{43}","seq":1,"writer":"[\w-]{36}"\}\n$/,
		);
	});
});

describe('two thousand calls at once', () => {
	test('each have their entry, in one chain without gaps that verifies', async () => {
		const { key } = await aKey();
		const requests = Array.from({ length: 2000 }, (_, index) => `request ${String(index)}`);
		const verdicts = await Promise.all(
			requests.map((requestId) => call(opened.realm, key, { ...A_CALL, requestId })),
		);
		expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
		const entries = await opened.realm.audit.query({ kind: 'decision' });
		expect(new Set(entries.map(({ content }) => content['requestId']))).toEqual(new Set(requests));
		expect(new Set(entries.map(({ writer }) => writer)).size).toBe(1);
		expect(await opened.realm.audit.verify()).toMatchObject({
			findings: [],
			entries: 2002,
			chains: 1,
		});
	});

	test('in several processes make one chain each, and heads that name them all', async () => {
		const others = await Promise.all([opened.again(), opened.again(), opened.again()]);
		await Promise.all(others.map((realm) => Promise.all([call(realm), call(realm)])));
		await Promise.all(others.map((realm) => realm.close()));
		const verified = await opened.realm.audit.verify();
		expect(verified).toMatchObject({ findings: [], entries: 6, chains: 3 });
		expect(verified.heads).toBeGreaterThanOrEqual(1);
		const heads = await opened.store.db.selectFrom('audit_heads').selectAll().execute();
		for (const { writer } of await opened.realm.audit.query({})) {
			expect(heads.map(({ text }) => text).join()).toContain(writer);
		}
	});

	test('are named by a process that saves, also where only another one wrote', async () => {
		const other = await opened.again();
		await call(other);
		await opened.realm.save();
		const [heads] = await opened.store.db.selectFrom('audit_heads').selectAll().execute();
		const [entry] = await opened.realm.audit.query({});
		expect(heads?.text).toContain(entry?.writer);
		await opened.realm.save();
		expect((await opened.realm.audit.verify()).heads).toBe(1);
		await other.close();
	});

	test('are named by heads after every thousand, and when the realm is closed', async () => {
		const count = async () => (await opened.realm.audit.verify()).heads;
		await Promise.all(Array.from({ length: 999 }, () => call(opened.realm)));
		expect(await count()).toBe(0);
		await call(opened.realm);
		while ((await count()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
		await call(opened.realm);
		await opened.realm.close();
		expect(await count()).toBe(2);
		await expect(call(opened.realm)).rejects.toMatchObject({ code: 'store-unavailable' });
	});
});
