import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { describePostgres, postgresStorage } from '../stores';

const CALLS = 8000;

describePostgres('many calls at once', () => {
	let opened: TestRealm;
	beforeEach(async () => {
		opened = await aRealm(postgresStorage);
	});
	afterEach(() => opened.close());

	test('that all have to be looked up are no outage', async () => {
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		const { key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' }));
		const limit = { per: 'trigger', calls: 100_000, seconds: 60, burst: 100_000 } as const;
		const policy = { ...A_POLICY, rateLimits: [limit] };
		const message = aMessage({ headerFields: [['X-API-Key', key]] });
		const calls = Array.from({ length: CALLS }, () =>
			opened.realm.authenticate(message, policy, A_CALL),
		);
		const kinds = (await Promise.all(calls)).map(({ kind }) => kind);
		expect(kinds).toEqual(new Array(CALLS).fill('accepted'));
	});

	test('that change something are no outage', async () => {
		const { users } = opened.realm.administer;
		const names = Array.from({ length: 256 }, (_, number) => `user-${String(number)}`);
		const made = await Promise.all(names.map((username) => users.create({ username })));
		expect(made.filter(({ kind }) => kind === 'done')).toHaveLength(names.length);
	});
});
