import { stores } from '../stores';
import { CALLBACK, ISSUER, PASSWORD } from './an-authorization-server';
import { aVerintServer, type VerintServer } from './a-verint-server';

describe.each(stores)('the Verint authorization endpoint in $engine', ({ create }) => {
	let server: VerintServer;
	beforeAll(async () => {
		server = await aVerintServer(create);
	});
	afterAll(() => server.close());

	test('VE-7, VE-9: sends the user back with code, expires_in and state, and nothing else', async () => {
		const { status, headers, sent } = await server.agreeVerint();
		expect([status, headers['location']?.startsWith(`${CALLBACK}?`)]).toEqual([303, true]);
		expect(Object.fromEntries(sent)).toEqual({
			code: expect.stringMatching(/^icod_live_/) as string,
			expires_in: '60',
			state: 'the state',
		});
		const stateless = await server.agreeVerint({ state: undefined });
		expect([...stateless.sent.keys()]).toEqual(['code', 'expires_in']);
	});

	test('VE-7: has pages whose forms come back to its own address, and to no other', async () => {
		const page = await server.openVerint({ prompt: 'consent' });
		expect(page.body).toContain(`action="${ISSUER}/api.ashx/v2/oauth/authorize"`);
		const consent = await page.submit({ username: 'alice', password: PASSWORD });
		expect(consent.body).toContain(`action="${ISSUER}/api.ashx/v2/oauth/authorize"`);
		const form = { ...page.fields, decision: 'deny' };
		const elsewhere = await server.ask('authorize', { form });
		expect(elsewhere.status).toBe(403);
	});

	test('VE-6: asks users for consent once and keeps it, and not those of a trusted client', async () => {
		const logIn = { username: 'alice', password: PASSWORD };
		const untrusted = await server.registered({});
		const trusted = await server.registered({ trusted: true });
		const enter = async ({ client_id }: { readonly client_id: string }) =>
			await (await server.openVerint({ client_id })).submit(logIn);
		expect([(await enter(untrusted)).status, (await enter(trusted)).status]).toEqual([200, 303]);
		await server.agreeVerint({ client_id: untrusted.client_id });
		expect((await enter(untrusted)).status).toBe(303);
		const consents = async (clientId: string) =>
			(await server.realm.administer.consents.getAll({ clientId })).map(({ username }) => username);
		expect(await consents(untrusted.client_id)).toEqual(['alice']);
		expect(await consents(trusted.client_id)).toEqual([]);
	});

	test('VE-8: answers another redirect URI on a page', async () => {
		const other = { redirect_uri: `${CALLBACK}/other` };
		const { status, headers, body } = await server.openVerint(other);
		expect([status, 'location' in headers, body.includes('<form')]).toEqual([400, false, false]);
	});

	test('VE-9: tells the client that the user has denied, with its state and no code', async () => {
		const page = await server.openVerint();
		const { status, sent } = await page.submit({ decision: 'deny' });
		expect([status, Object.fromEntries(sent)]).toEqual([
			303,
			{ error: 'access_denied', state: 'the state' },
		]);
	});

	test('VE-11: is refused as implicit where the client has not that grant', async () => {
		const asked = { response_type: 'token' };
		const { sent } = await server.openVerint(asked);
		expect(Object.fromEntries(sent)).toEqual({
			error: 'unsupported_response_type',
			state: 'the state',
		});
	});

	test.each([
		['the fragment', false, `${CALLBACK}#`],
		['the query string, where the client needs that,', true, `${CALLBACK}?`],
	])('VE-11: brings a token in %s', async (_where, tokenInQuery, beginning) => {
		const { client_id } = await server.registered({ grants: ['implicit'], tokenInQuery });
		const asked = { client_id, response_type: 'token', state: undefined };
		const { headers, sent } = await server.agreeVerint(asked);
		expect(headers['location']?.startsWith(beginning)).toBe(true);
		expect(Object.fromEntries(sent)).toEqual({
			access_token: expect.stringMatching(/^iatk_live_/) as string,
			token_type: 'Bearer',
			expires_in: '600',
		});
		const page = await server.openVerint(asked);
		const denied = await page.submit({ decision: 'deny' });
		expect(denied.headers['location']).toBe(`${beginning}error=access_denied`);
	});
});
