import { NOON, valueOf } from '../a-realm';
import { stores } from '../stores';
import { outcomeOf, TOKEN_POLICY } from './a-token-realm';
import { anInbentaServer, error, type InbentaServer, NO_TOKEN, PAGE } from './an-inbenta-server';

const MINUTES = 60_000;
const HOURS = 60 * MINUTES;

describe.each(stores)('a token of Inbenta in $engine', ({ create }) => {
	let server: InbentaServer;
	beforeEach(async () => {
		server = await anInbentaServer(create);
	});
	afterEach(() => server.close());

	const expectOver = async (reply: Promise<unknown>, reason: string): Promise<void> => {
		expect(await reply).toMatchObject({ status: 401, json: NO_TOKEN });
		expect((await server.decisions())[0]).toContain(`refused ${reason}`);
	};

	test('IB-1, IB-3: is answered for key and secret with its end, and acts as the user of the pair', async () => {
		const reply = await server.auth();
		expect([reply.status, reply.headers]).toEqual([
			200,
			{
				'cache-control': 'no-store',
				pragma: 'no-cache',
				vary: 'Origin',
				'content-type': 'application/json',
			},
		]);
		expect(reply.json).toEqual({
			accessToken: expect.stringMatching(/^iatk_live_/) as string,
			expiration: NOON / 1000 + 1200,
			expires_in: 1200,
			apis: {},
		});
		expect(await server.callWith(reply)).toMatchObject({
			kind: 'accepted',
			caller: { type: 'user', user: 'alice', scheme: 'accessToken' },
		});
		const entries = await server.realm.audit.query({ kind: 'authorization' });
		expect(entries[0]?.content).toMatchObject({
			operation: 'token.issue',
			decision: 'accepted',
			user: 'alice',
			key: server.pair.credentialId,
			grantType: 'secret',
		});
	});

	test('IB-2: is answered for a form as well', async () => {
		const form = new URLSearchParams({ secret: server.pair.secret }).toString();
		const type = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
		const reply = await server.auth({ body: form, headers: [type] });
		expect(reply.status).toBe(200);
	});

	test('IB-5, IB-6: brings the next one until its end, without the secret and without apis', async () => {
		const first = await server.auth();
		server.clock.time += 20 * MINUTES - 1;
		const second = await server.refresh(first);
		expect([second.status, Object.keys(second.json)]).toEqual([
			200,
			['accessToken', 'expiration', 'expires_in'],
		]);
		expect(await server.callWith(second)).toMatchObject({ caller: { user: 'alice' } });
		server.clock.time += 1;
		await expectOver(server.refresh(first), 'token-expired');
		expect(outcomeOf(await server.callWith(first))).toBe('token-expired');
		expect((await server.refresh(second)).status).toBe(200);
	});

	test('IB-7: goes on for a day from the first one at most', async () => {
		let reply = await server.auth();
		for (let time = 0; time < 24 * HOURS - 15 * MINUTES; time += 15 * MINUTES) {
			server.clock.time += 15 * MINUTES;
			reply = await server.refresh(reply);
			expect(reply.status).toBe(200);
		}
		server.clock.time += 15 * MINUTES - 1;
		expect((await server.refresh(reply)).status).toBe(200);
		server.clock.time += 1;
		await expectOver(server.refresh(reply), 'refresh-expired');
	});

	test('IB-7: goes on no longer than its key and its secret', async () => {
		const { apiKeys, users } = server.realm.administer;
		const { credentialId } = server.pair;
		const reply = await server.auth();
		valueOf(await users.setState('alice', 'disabled'));
		await expectOver(server.refresh(reply), 'user-disabled');
		valueOf(await users.setState('alice', 'enabled'));
		valueOf(await apiKeys.rotate(credentialId, { graceSeconds: 60 }));
		expect((await server.refresh(reply)).status).toBe(200);
		server.clock.time += MINUTES;
		await expectOver(server.refresh(reply), 'key-pair-rotated');
		expect(outcomeOf(await server.callWith(reply))).toBe('accepted');
		valueOf(await apiKeys.revoke(credentialId));
		await expectOver(server.refresh(reply), 'token-ended');
		expect(outcomeOf(await server.callWith(reply))).toBe('token-ended');
	});

	test('IB-9: needs its own key beside it, at the endpoints too', async () => {
		const { apiKeys } = server.realm.administer;
		const other = valueOf(
			await apiKeys.generate({ username: 'alice', name: 'other', kind: 'pair' }),
		);
		const reply = await server.auth();
		for (const ask of [server.refresh, server.apis]) {
			const foreign = await ask(reply, { apiKey: other.key });
			expect([foreign.status, foreign.json]).toEqual([403, error(403, 'Access denied')]);
			const without = await ask(reply, { apiKey: undefined });
			expect([without.status, without.json]).toEqual([
				400,
				error(400, 'The request is malformed.'),
			]);
		}
		const outcomes = [
			await server.callWith(reply, { apiKey: other.key }),
			await server.callWith(reply, { apiKey: undefined }),
		];
		expect(outcomes.map(outcomeOf)).toEqual(['inbenta-key-mismatch', 'inbenta-key-missing']);
	});

	test('IB-10, IB-17: works in pages that the trigger lists, and is renewed by those of a domain key', async () => {
		const reply = await server.auth();
		const origin = { text: PAGE, scheme: 'https:', host: 'shop.example.com', port: '' };
		const listed = { ...TOKEN_POLICY, allowedOrigins: [{ ...origin, subdomains: false }] };
		expect(await server.callWith(reply, { origin: PAGE }, listed)).toMatchObject({
			kind: 'accepted',
			fields: { 'access-control-allow-origin': PAGE },
		});
		expect(outcomeOf(await server.callWith(reply, { origin: PAGE }))).toBe('origin-not-allowed');
		const next = await server.refresh(reply, { origin: PAGE });
		expect([next.status, next.headers['access-control-allow-origin']]).toEqual([200, PAGE]);
		for (const elsewhere of ['https://evil.example.com', 'null', `${PAGE}.evil.example`]) {
			const refused = await server.refresh(reply, { origin: elsewhere });
			expect([refused.status, refused.json]).toEqual([403, error(403, 'Access denied')]);
			expect(refused.headers['access-control-allow-origin']).toBeUndefined();
		}
		expect((await server.decisions())[0]).toBe('token.issue refused origin-not-allowed');
	});

	test('IB-8: is told the triggers that it may call now, and no others', async () => {
		const { applications, groups, apiKeys } = server.realm.administer;
		valueOf(await applications.create('Orders'));
		const { triggers } = server.realm;
		const publish = async (path: string, parts: object) => {
			const url = `https://n8n.example.com/webhook/${path}`;
			const place = { workflow: 'w', node: path, url };
			await triggers.publish(place, path, { ...TOKEN_POLICY, ...parts });
			return place;
		};
		const place = await publish('whoami', {});
		await publish('by-key', { acceptedCredentials: ['apiKey'] });
		await publish('scoped', { requiredScopes: ['read'] });
		await publish('privileged', { requiredPrivileges: ['Manage Access'] });
		await publish('orders', { application: 'Orders', requiredPrivileges: [] });
		const whoami = { whoami: place.url };
		const orders = { orders: 'https://n8n.example.com/webhook/orders' };

		const reply = await server.auth();
		expect(reply.json['apis']).toEqual(whoami);
		valueOf(await groups.addUser('Orders', 'alice'));
		expect((await server.apis(reply)).json).toEqual({ apis: { ...orders, ...whoami } });
		valueOf(await apiKeys.update(server.pair.credentialId, { applications: ['Orders'] }));
		expect((await server.apis(reply)).json).toEqual({ apis: orders });
		await triggers.withdraw({ ...place, node: 'orders', url: orders.orders });
		const answer = await server.apis(reply);
		expect([answer.status, answer.json]).toEqual([200, { apis: {} }]);
		expect((await server.decisions())[0]).toBe('apis.list accepted');
		expect((await server.apis(reply, { method: 'POST' })).status).toBe(405);
	});
});
