import { stores } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	type Reply,
	type TestServer,
} from './an-authorization-server';
import { damaged } from '../damaged';

const CLIENT = { grant_type: 'client_credentials' };
const outcome = ({ status, json }: Reply) => [status, json['error']];

describe.each(stores)('a client at the token endpoint in $engine', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
	});
	afterEach(() => server.close());

	test('NT-14: takes a form by POST alone', async () => {
		const got = await server.ask('token', { search: 'grant_type=client_credentials' });
		expect([got.status, got.headers['allow']]).toEqual([405, 'POST']);
		for (const type of ['application/json', 'multipart/form-data; boundary=a', 'text/plain']) {
			const headers = [['Content-Type', type]] as const;
			const reply = await server.ask('token', { form: '{"grant_type":"x"}', headers });
			expect(outcome(reply)).toEqual([400, 'invalid_request']);
		}
		const headers = [basic(server.confidential.clientId, server.secret)];
		const bare = await server.ask('token', { method: 'POST', headers });
		expect(outcome(bare)).toEqual([400, 'invalid_request']);
	});

	test('NT-15: answers a wrong secret and an unknown client alike', async () => {
		const other = await server.register({ callbackUrls: [CALLBACK] });
		const shown: readonly (readonly [string, string])[] = [
			basic(server.confidential.clientId, damaged(server.secret)),
			basic(server.confidential.clientId, other.clientSecret ?? ''),
			basic('b90e960f-fcc7-8c12-be93-eb486528ef59', server.secret),
			basic(server.confidential.clientId, 'x'),
		];
		const replies = await Promise.all(
			shown.map((header) => server.ask('token', { form: CLIENT, headers: [header] })),
		);
		for (const { status, headers, body } of replies) {
			expect([status, headers['www-authenticate'], body]).toEqual([
				401,
				'Basic realm="Authorization Server"',
				'{"error":"invalid_client","error_description":"The client could not be authenticated."}',
			]);
		}
		expect([...(await server.decisions())].sort().slice(0, 4)).toEqual([
			'token.issue refused client-secret-mismatch',
			'token.issue refused client-secret-mismatch',
			'token.issue refused client-secret-mismatch',
			'token.issue refused unknown-client',
		]);
	});

	test('looks at no client of an address that has shown too many wrong secrets', async () => {
		const headers = [basic(server.confidential.clientId, 'wrong')];
		for (let count = 0; count < 60; count += 1) {
			expect((await server.ask('token', { form: CLIENT, headers })).status).toBe(401);
		}
		const locked = await server.token(CLIENT);
		expect([locked.status, Number(locked.headers['retry-after']) > 0]).toEqual([429, true]);
		expect((await server.token(CLIENT, { address: '198.51.100.1' })).status).toBe(200);
	});

	test('NT-16: takes one way to show a client, and no secret in the query', async () => {
		const { clientId } = server.confidential;
		const both = await server.token({ ...CLIENT, client_secret: server.secret });
		const query = await server.ask('token', {
			form: { ...CLIENT, client_id: clientId },
			search: `client_secret=${server.secret}`,
		});
		const header = basic(clientId, server.secret);
		const twice = await server.ask('token', { form: CLIENT, headers: [header, header] });
		const otherId = await server.token({ ...CLIENT, client_id: 'another' });
		expect([both, query, twice, otherId].map(outcome)).toEqual(
			Array(4).fill([400, 'invalid_request']),
		);
		expect((await server.token({ ...CLIENT, client_id: clientId })).status).toBe(200);
	});

	test.each(['token', 'revoke', 'introspect'] as const)(
		'NT-16: finds no credential in the query of %s, whatever its name',
		async (endpoint) => {
			const names = [
				...['client_secret', 'client_assertion', 'password', 'code'],
				...['refresh_token', 'access_token', 'token'],
			];
			const headers = [basic(server.confidential.clientId, server.secret)];
			const form = { ...CLIENT, token: 'x' };
			for (const name of names) {
				const reply = await server.ask(endpoint, { form, headers, search: `${name}=x` });
				expect([name, ...outcome(reply)]).toEqual([name, 400, 'invalid_request']);
			}
			expect((await server.ask(endpoint, { form, headers, search: 'other=x' })).status).toBe(200);
		},
	);

	test('NT-17: takes the right secret only by the method that is registered', async () => {
		const { clientId } = server.confidential;
		const asked = { ...CLIENT, client_id: clientId, client_secret: server.secret };
		expect(outcome(await server.ask('token', { form: asked }))).toEqual([401, 'invalid_client']);
		const bare = { ...CLIENT, client_id: clientId };
		expect(outcome(await server.ask('token', { form: bare }))).toEqual([401, 'invalid_client']);
		const post = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['client_credentials'],
			authentication: 'client_secret_post',
		});
		const { clientSecret = '' } = post;
		const right = { ...CLIENT, client_id: post.clientId, client_secret: clientSecret };
		expect((await server.ask('token', { form: right })).status).toBe(200);
		const headers = [basic(post.clientId, clientSecret)];
		expect(outcome(await server.ask('token', { form: CLIENT, headers }))).toEqual([
			401,
			'invalid_client',
		]);
	});

	test('NT-18: form-decodes what HTTP Basic holds', async () => {
		const { clientId } = server.confidential;
		const encoded = `${clientId.replaceAll('-', '%2D')}:${server.secret.replaceAll('_', '%5F')}`;
		const ask = async (text: string) =>
			await server.ask('token', {
				form: CLIENT,
				headers: [['Authorization', `Basic ${Buffer.from(text).toString('base64')}`]],
			});
		expect((await ask(encoded)).status).toBe(200);
		expect((await ask(`${clientId}:${server.secret}%`)).status).toBe(401);
		expect((await ask(`${clientId}:${server.secret}é`)).status).toBe(401);
	});
});
