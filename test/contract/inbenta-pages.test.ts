import { valueOf } from '../a-realm';
import { stores } from '../stores';
import { outcomeOf, TOKEN_POLICY } from './a-token-realm';
import {
	anInbentaServer,
	type Asked,
	error,
	type InbentaServer,
	NO_TOKEN,
	PAGE,
	WRONG,
} from './an-inbenta-server';

const EVIL = 'https://evil-example.com';

describe.each(stores)('a token that a page got in $engine', ({ create }) => {
	let server: InbentaServer;
	beforeEach(async () => {
		server = await anInbentaServer(create);
	});
	afterEach(() => server.close());

	const privileged = { ...TOKEN_POLICY, requiredPrivileges: ['View Orders'] };

	test('IB-12, IB-17: is had by a domain key from its own page, which reads the answer', async () => {
		const reply = await server.authOfPage();
		expect([reply.status, Object.keys(reply.json)]).toEqual([
			200,
			['accessToken', 'expiration', 'expires_in', 'apis'],
		]);
		expect(reply.headers).toMatchObject({ 'access-control-allow-origin': PAGE, vary: 'Origin' });
		expect(reply.headers['access-control-allow-credentials']).toBeUndefined();
		expect(await server.callWith(reply, { origin: PAGE })).toMatchObject({
			kind: 'accepted',
			caller: { user: 'alice', scheme: 'accessToken' },
			fields: { 'access-control-allow-origin': PAGE },
		});
		const next = await server.refresh(reply, { origin: PAGE });
		expect(next.headers['access-control-allow-origin']).toBe(PAGE);
		expect(outcomeOf(await server.callWith(next, { origin: PAGE }))).toBe('accepted');
		expect((await server.apis(next, { origin: PAGE })).status).toBe(200);
	});

	test('IB-12: is had with the domain key as the key as well, in a member of any name or in none', async () => {
		const { value } = server.domainKey;
		const bodies = [{ domain_key: value }, { domainKey: value }, {}].map((body) =>
			JSON.stringify(body),
		);
		for (const body of bodies) {
			const reply = await server.authOfPage({ apiKey: value, body });
			expect(reply.status).toBe(200);
			const verdict = await server.callWith(reply, { apiKey: value, origin: PAGE });
			expect(outcomeOf(verdict)).toBe('accepted');
		}
	});

	const elsewhere: readonly [string, Asked][] = [
		['another page', { origin: EVIL }],
		['a page whose host ends like it', { origin: 'https://evilshop.example.com' }],
		['a page whose host begins like it', { origin: `${PAGE}.evil.example` }],
		['another port', { origin: `${PAGE}:8443` }],
		['a subdomain', { origin: 'https://www.shop.example.com' }],
		['null', { origin: 'null' }],
		['two origins', { headers: [['Origin', PAGE]] }],
	];
	test.each(elsewhere)(
		'IB-13, IB-14, NT-59: is neither had nor used from %s',
		async (_from, asked) => {
			const reply = await server.authOfPage(asked);
			expect([reply.status, reply.json]).toEqual([400, WRONG]);
			expect(reply.headers['access-control-allow-origin']).toBeUndefined();
			expect((await server.decisions())[0]).toBe('token.issue refused origin-not-allowed');
			const own = await server.authOfPage();
			const verdict = await server.callWith(own, { origin: PAGE, ...asked });
			expect(verdict).toMatchObject({ kind: 'refused', reason: 'origin-not-allowed' });
			expect(verdict.fields['access-control-allow-origin']).toBeUndefined();
			const refreshed = await server.refresh(own, { origin: PAGE, ...asked });
			expect([refreshed.status, refreshed.json]).toEqual([403, error(403, 'Access denied')]);
		},
	);

	test('IB-13: is neither had nor used without an origin', async () => {
		const { value } = server.domainKey;
		const body = JSON.stringify({ domainKey: value });
		expect((await server.auth({ body })).json).toEqual(WRONG);
		const own = await server.authOfPage();
		expect(outcomeOf(await server.callWith(own))).toBe('origin-not-allowed');
		expect((await server.refresh(own)).status).toBe(403);
	});

	test('IB-15, NT-60: has the privileges of the domain key alone; expired it is 401', async () => {
		const { roles, groups } = server.realm.administer;
		const role = { application: 'Default', name: 'Orders', privileges: ['View Orders'] };
		valueOf(await roles.create(role));
		valueOf(await groups.addRole('Default', { application: 'Default', role: 'Orders' }));
		const ofPair = await server.auth();
		expect(outcomeOf(await server.callWith(ofPair, {}, privileged))).toBe('accepted');
		const ofPage = await server.authOfPage();
		expect(await server.callWith(ofPage, { origin: PAGE }, privileged)).toMatchObject({
			kind: 'refused',
			problem: 'forbidden',
			reason: 'privilege-missing',
		});
		server.clock.time += 1_200_000;
		expect(await server.callWith(ofPage, { origin: PAGE }, privileged)).toMatchObject({
			kind: 'refused',
			problem: 'unauthenticated',
			reason: 'token-expired',
		});
	});

	test('IB-8, IB-15: is told no trigger that the domain key may not call', async () => {
		const { triggers } = server.realm;
		const place = { workflow: 'w', node: 'n', url: 'https://n8n.example.com/webhook/orders' };
		await triggers.publish(place, 'orders', privileged);
		expect((await server.authOfPage()).json['apis']).toEqual({});
		await triggers.publish(place, 'orders', TOKEN_POLICY);
		expect((await server.authOfPage()).json['apis']).toEqual({ orders: place.url });
	});

	test('IB-16: ends with its domain key, or when that is for other pages', async () => {
		const { domainKeys } = server.realm.administer;
		const { credentialId } = server.domainKey;
		const reply = await server.authOfPage();
		valueOf(await domainKeys.update(credentialId, { origins: ['https://www.example.com'] }));
		expect(outcomeOf(await server.callWith(reply, { origin: PAGE }))).toBe('origin-not-allowed');
		valueOf(await domainKeys.update(credentialId, { origins: [PAGE] }));
		valueOf(await domainKeys.revoke(credentialId));
		expect(outcomeOf(await server.callWith(reply, { origin: PAGE }))).toBe('token-ended');
		const refreshed = await server.refresh(reply, { origin: PAGE });
		expect([refreshed.status, refreshed.json]).toEqual([401, NO_TOKEN]);
		expect((await server.authOfPage()).json).toEqual(WRONG);
		expect((await server.decisions())[0]).toBe('token.issue refused key-revoked');
	});

	test('IB-9: stands beside a key of the same user, which counts', async () => {
		const { users, apiKeys } = server.realm.administer;
		valueOf(await users.create({ username: 'bob' }));
		const foreign = valueOf(await apiKeys.generate({ username: 'bob', name: 'p', kind: 'pair' }));
		for (const apiKey of [foreign.key, 'ikey_live_0000000000000000000000', 'x']) {
			expect((await server.authOfPage({ apiKey })).json).toEqual(WRONG);
			expect((await server.decisions())[0]).toBe('token.issue refused inbenta-key-mismatch');
		}
		const reply = await server.authOfPage();
		valueOf(await apiKeys.setState(server.pair.credentialId, 'disabled'));
		expect((await server.refresh(reply, { origin: PAGE })).json).toEqual(NO_TOKEN);
		expect((await server.authOfPage()).json).toEqual(WRONG);
	});

	test('IB-12: is not had by a domain key beside a secret, or beside another', async () => {
		const { value, ...rest } = server.domainKey;
		const { domainKeys } = server.realm.administer;
		const { username, origins, privileges } = rest;
		const other = { username, origins, privileges, name: 'other' };
		const second = valueOf(await domainKeys.create(other));
		const bodies = [
			{ secret: server.pair.secret, domainKey: value },
			{ one: value, two: second.value },
		];
		for (const body of bodies) {
			const reply = await server.authOfPage({ body: JSON.stringify(body) });
			expect(reply.status).toBe(400);
			expect((await server.decisions())[0]).toBe(
				'token.issue refused several-client-authentications',
			);
		}
		const beside = await server.authOfPage({ apiKey: second.value });
		expect(beside.status).toBe(400);
	});

	test('IB-18: is had sixty times a minute by one address, as often as the key is used', async () => {
		const { domainKeys, users } = server.realm.administer;
		const limit = { calls: 2, seconds: 86_400, burst: 2 };
		valueOf(await domainKeys.update(server.domainKey.credentialId, { rateLimit: limit }));
		const reply = await server.authOfPage();
		expect(outcomeOf(await server.callWith(reply, { origin: PAGE }))).toBe('accepted');
		expect(outcomeOf(await server.callWith(reply, { origin: PAGE }))).toBe('address-limit');
		const late = await server.authOfPage();
		expect([late.status, late.json]).toEqual([429, error(429, 'Try again later.')]);
		// PostgreSQL goes by its own clock.
		expect(Number(late.headers['retry-after'])).toBeGreaterThan(43_000);
		expect(Number(late.headers['retry-after'])).toBeLessThanOrEqual(43_200);
		expect((await server.authOfPage({ address: '192.0.2.99' })).status).toBe(200);
		valueOf(await users.setState('alice', 'disabled'));
		expect((await server.authOfPage({ address: '192.0.2.99' })).json).toEqual(WRONG);
	});

	test('IB-18: is renewed, and told where to call, as often as the key is used, unlike that of a pair', async () => {
		const limit = { calls: 3, seconds: 86_400, burst: 3 };
		const { credentialId } = server.domainKey;
		valueOf(await server.realm.administer.domainKeys.update(credentialId, { rateLimit: limit }));
		const own = await server.authOfPage();
		const next = await server.refresh(own, { origin: PAGE });
		expect((await server.apis(next, { origin: PAGE })).status).toBe(200);
		for (const ask of [server.refresh, server.apis]) {
			const late = await ask(next, { origin: PAGE });
			expect([late.status, late.json]).toEqual([429, error(429, 'Try again later.')]);
			expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
			expect(late.headers['access-control-allow-origin']).toBeUndefined();
			expect((await ask(next, { origin: PAGE, address: '192.0.2.99' })).status).toBe(200);
		}
		const [, second, , first] = await server.realm.audit.query({ kind: 'authorization' });
		const said = { decision: 'refused', reason: 'key-limit', user: 'alice', credentialId };
		expect([first?.content, second?.content]).toMatchObject([
			{ operation: 'token.issue', ...said },
			{ operation: 'apis.list', ...said },
		]);
		const ofPair = await server.auth();
		for (let count = 0; count < 5; count += 1) {
			expect((await server.refresh(ofPair)).status).toBe(200);
		}
	});
});
