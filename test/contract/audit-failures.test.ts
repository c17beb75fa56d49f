import type { Realm } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { stores } from '../stores';

let opened: TestRealm;
let key: string;
afterEach(() => opened.close());

const call = (requestId: string, realm: Realm = opened.realm) =>
	realm.authenticate(
		aMessage({ headerFields: [['X-API-Key', key]] }),
		{ ...A_POLICY, allowAnonymous: false },
		{ ...A_CALL, requestId },
	);
const rename = (from: string, to: string) =>
	opened.store.db.schema.alterTable(from).renameTo(to).execute();
const requestIds = async () =>
	(await opened.realm.audit.query({ kind: 'decision' })).map(({ content }) => content['requestId']);
const unavailable = { code: 'store-unavailable' };

describe.each(stores)('NT-85: while the audit cannot be written in $engine', ({ create }) => {
	beforeEach(async () => {
		opened = await aRealm(create);
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		({ key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' })));
	});

	test.each(['audit_entry', 'audit_chain'])(
		'(%s) calls are refused, right key or not, and served again afterwards in the same chain',
		async (table) => {
			await call('before');
			await rename(table, 'gone');
			await expect(call('meanwhile')).rejects.toMatchObject(unavailable);
			await expect(call('meanwhile')).rejects.toMatchObject(unavailable);
			await rename('gone', table);
			expect((await call('after')).kind).toBe('accepted');
			expect(await requestIds()).toEqual(['after', 'before']);
			expect(await opened.realm.audit.verify()).toMatchObject({
				findings: [],
				entries: 4,
				chains: 1,
			});
		},
	);

	test('a change by an administrator is not acknowledged', async () => {
		await rename('audit_entry', 'gone');
		const { apiKeys } = opened.realm.administer;
		await expect(apiKeys.generate({ username: 'alice', name: 'second' })).rejects.toMatchObject(
			unavailable,
		);
		await rename('gone', 'audit_entry');
	});

	test('among many calls at once, every accepted one has its entry, and the chain verifies', async () => {
		const accepted: string[] = [];
		let refused = 0;
		const attempt = async (requestId: string): Promise<void> => {
			try {
				const { kind } = await call(requestId);
				if (kind === 'accepted') accepted.push(requestId);
			} catch (error) {
				expect(error).toMatchObject(unavailable);
				refused += 1;
			}
		};
		const attempts: Promise<void>[] = [];
		const turn = () => new Promise((resolve) => setImmediate(resolve));
		for (let round = 0; round < 30; round += 1) {
			for (let index = 0; index < 40; index += 1) {
				attempts.push(attempt(`${String(round)}.${String(index)}`));
			}
			if (round % 10 === 3) await rename('audit_entry', 'gone');
			if (round % 10 === 6) {
				// A write that waits for the change of the name may come after both.
				for (const before = refused; refused === before;) await turn();
				await rename('gone', 'audit_entry');
			}
			await turn();
		}
		await Promise.all(attempts);
		expect(accepted.length).toBeGreaterThan(100);
		expect(accepted.length).toBeLessThan(1200);
		expect((await requestIds()).sort()).toEqual(accepted.sort());
		expect((await opened.realm.audit.verify()).findings).toEqual([]);
	});

	test('heads wait, and name everything later', async () => {
		await rename('audit_heads', 'gone');
		await Promise.all(Array.from({ length: 1100 }, (_, index) => call(String(index))));
		await rename('gone', 'audit_heads');
		await opened.realm.close();
		expect(await opened.realm.audit.verify()).toMatchObject({ findings: [], heads: 1 });
	});
});
