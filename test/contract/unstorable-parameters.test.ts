import { stores } from '../stores';
import { CALLBACK, ISSUER, PASSWORD, type Reply, VERIFIER } from './an-authorization-server';
import { anInteractServer, type InteractServer, WRONG } from './an-interact-server';

const CLIENT = { grant_type: 'client_credentials' };
const outcome = ({ status, json }: Reply) => [status, json['error']];
const UNKNOWN_CLIENT = [401, 'invalid_client'];

describe.each(stores)('what no database can keep in $engine', ({ create }) => {
	let server: InteractServer;
	beforeEach(async () => {
		server = await anInteractServer(create);
	});
	afterEach(() => server.close());

	const lastDecision = async () => (await server.decisions())[0];

	test.each(['%00', 'a%00b', '\ud800'])('is no client of an authorization: %j', async (id) => {
		const { status, body } = await server.ask('authorize', { search: `client_id=${id}` });
		expect([status, body.includes('<form')]).toEqual([400, false]);
		expect(await lastDecision()).toBe('authorization.request refused unknown-client');
	});

	test('is no client at the token endpoint, and counts as one that failed', async () => {
		const colon = Buffer.from('%00:x').toString('base64');
		const headers = [['Authorization', `Basic ${colon}`]] as const;
		const shown = [
			{ form: { ...CLIENT, client_id: '\0' } },
			{ form: { ...CLIENT, client_id: '\0', client_secret: 'x' } },
			{ form: CLIENT, headers },
		];
		for (const asked of shown) {
			expect(outcome(await server.ask('token', asked))).toEqual(UNKNOWN_CLIENT);
			expect(await lastDecision()).toBe('token.issue refused unknown-client');
		}
		for (let count = shown.length; count < 60; count += 1) {
			await server.ask('token', { form: CLIENT, headers });
		}
		expect((await server.token(CLIENT)).status).toBe(429);
	});

	test.each([{}, true, null, 5, ['a'], 'a\0b', ''])(
		'is no client that an assertion claims to be: %j',
		async (sub) => {
			const parts = [{ alg: 'none' }, { sub }].map((part) =>
				Buffer.from(JSON.stringify(part)).toString('base64url'),
			);
			const form = {
				...CLIENT,
				client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
				client_assertion: `${parts.join('.')}.`,
			};
			expect(outcome(await server.ask('token', { form }))).toEqual(UNKNOWN_CLIENT);
			expect(await lastDecision()).toBe('token.issue refused unknown-client');
		},
	);

	test('is no application, and uses nothing up', async () => {
		const resource = `${ISSUER}/applications/%00`;
		const page = await server.open({ resource });
		expect(page.sent.get('error')).toBe('invalid_target');
		expect(await lastDecision()).toBe('authorization.request refused resource-unknown');
		expect(outcome(await server.token({ ...CLIENT, resource }))).toEqual([400, 'invalid_target']);
		const code = await server.code();
		const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK };
		const redeem = async (parts: object = {}) =>
			await server.token({ ...form, code, code_verifier: VERIFIER, ...parts });
		expect(outcome(await redeem({ resource }))).toEqual([400, 'invalid_target']);
		expect((await redeem()).status).toBe(200);
	});

	test('is no user, whoever asks for one', async () => {
		const username = 'a\0b';
		expect(outcome(await server.token({ ...CLIENT, username }))).toEqual([400, 'invalid_grant']);
		expect(await lastDecision()).toBe('token.issue refused unknown-user');
		const page = await server.open();
		expect((await page.submit({ username, password: PASSWORD })).status).toBe(401);
		expect(await lastDecision()).toBe('authorization.logIn refused unknown-user');
		const form = { grant_type: 'password', username, password: PASSWORD };
		const shown = [
			await server.logInByPassword({ form }),
			await server.logIn({ query: 'personid=%00' }),
		];
		for (const { status, json } of shown) expect([status, json]).toEqual([400, WRONG]);
		expect((await server.decisions()).slice(0, 2)).toEqual(
			Array(2).fill('token.issue refused unknown-user'),
		);
		expect(await server.realm.findPerson('\0')).toBeUndefined();
	});
});
