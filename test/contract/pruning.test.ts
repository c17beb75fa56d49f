import { stores } from '../stores';
import {
	anAuthorizationServer,
	CALLBACK,
	type Reply,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const TABLES = [
	'access_token',
	'oauth_grant',
	'authorization_code',
	'refresh_token',
	'used_once',
] as const;

type Counts = Readonly<Record<(typeof TABLES)[number], number>>;

describe.each(stores)('what has ended, in $engine,', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
	});
	afterEach(() => server.close());

	const counts = async (): Promise<Counts> => {
		const found = await Promise.all(
			TABLES.map(async (table) => {
				const rows = await server.store.db.selectFrom(table).selectAll().execute();
				return [table, rows.length] as const;
			}),
		);
		return Object.fromEntries(found) as Counts;
	};
	/** Waits for what a later request leaves behind. Ids that are used once go last. */
	const expectLeft = async (expected: Counts): Promise<void> => {
		await server.ask('metadata');
		let left = await counts();
		while (JSON.stringify(left) !== JSON.stringify(expected)) {
			await new Promise((resolve) => setTimeout(resolve, 20));
			left = await counts();
		}
	};
	const redeem = async (code: string): Promise<Reply> =>
		await server.token({
			grant_type: 'authorization_code',
			code,
			redirect_uri: CALLBACK,
			code_verifier: VERIFIER,
		});

	test('goes by itself, each kind in its time, and what counts stays', async () => {
		const code = await server.code();
		expect((await redeem(code)).status).toBe(200);
		const start = { access_token: 1, oauth_grant: 1, authorization_code: 1, refresh_token: 1 };
		expect(await counts()).toEqual({ ...start, used_once: 1 });

		// An access token is told from a text that never was for one day more.
		server.clock.time += HOUR;
		await expectLeft({ ...start, used_once: 0 });

		server.clock.time += DAY;
		await expectLeft({ ...start, access_token: 0, used_once: 0 });

		// A code that was used is told from a text that never was for as long as its grant is kept.
		expect((await redeem(code)).status).toBe(400);
		expect((await server.decisions())[0]).toBe('token.issue refused code-reuse');

		server.clock.time += 30 * DAY + HOUR;
		const { status } = await server.token({ grant_type: 'client_credentials' });
		expect(status).toBe(200);
		const none = { oauth_grant: 0, authorization_code: 0, refresh_token: 0, used_once: 0 };
		await expectLeft({ access_token: 1, ...none });
	});
});
