import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { postgresStorage } from '../postgres-schemas';
import { describePostgres } from '../stores';

const CALLS = 8000;
const TRIES = 5;

/** What is no outage, except where the machine itself stands still in the middle of it. */
async function withoutOutage<T>(work: (tried: number) => Promise<T>): Promise<T> {
	for (let tried = 1; ; tried += 1) {
		try {
			return await work(tried);
		} catch (error) {
			if (tried === TRIES) throw error;
		}
	}
}

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
		const answers = await withoutOutage(async (tried) => {
			// Another one has looked nothing up.
			const realm = tried === 1 ? opened.realm : await opened.again();
			const call = () => realm.authenticate(message, policy, A_CALL);
			return await Promise.all(Array.from({ length: CALLS }, call));
		});
		const kinds = answers.map(({ kind }) => kind);
		expect(kinds).toEqual(new Array(CALLS).fill('accepted'));
	});

	test('that change something are no outage', async () => {
		const { users } = opened.realm.administer;
		const numbers = Array.from({ length: 256 }, (_, number) => String(number));
		const made = await withoutOutage((tried) =>
			Promise.all(numbers.map((n) => users.create({ username: `user-${String(tried)}-${n}` }))),
		);
		expect(made.filter(({ kind }) => kind === 'done')).toHaveLength(numbers.length);
	});
});
