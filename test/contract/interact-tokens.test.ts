import { A_CALL, aMessage, NOON, valueOf } from '../a-realm';
import { stores } from '../stores';
import { outcomeOf, TOKEN_POLICY } from './a-token-realm';
import { ISSUER } from './an-authorization-server';
import { anInteractServer, type InteractServer, PERSON, WRONG } from './an-interact-server';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe.each(stores)('a token of Interact in $engine', ({ create }) => {
	let server: InteractServer;
	beforeEach(async () => {
		server = await anInteractServer(create);
	});
	afterEach(() => server.close());

	test('IN-3, IN-6: is answered for key and secret with seven members, and acts as the person', async () => {
		const reply = await server.logIn();
		expect([reply.status, reply.headers]).toEqual([
			200,
			{ 'cache-control': 'no-store', pragma: 'no-cache', 'content-type': 'application/json' },
		]);
		expect(reply.json).toEqual({
			access_token: expect.stringMatching(/^iatk_live_/) as string,
			token_type: 'bearer',
			expires_in: 1199,
			refresh_token: expect.stringMatching(GUID) as string,
			tenant: server.realm.id,
			issued: new Date(NOON).toUTCString(),
			expires: new Date(NOON + 1_200_000).toUTCString(),
		});
		expect(await server.callWith(reply)).toMatchObject({
			kind: 'accepted',
			caller: { type: 'user', user: 'bob', scheme: 'accessToken', scopes: [] },
		});
		server.clock.time += 1_199_999;
		expect(outcomeOf(await server.callWith(reply))).toBe('accepted');
		server.clock.time += 1;
		expect(outcomeOf(await server.callWith(reply))).toBe('token-expired');
	});

	test('IN-17: has the person as its user and the key as the actor, in the audit too', async () => {
		const reply = await server.logIn();
		const { credentialId } = server.pair;
		const actor = { type: 'apiKey', id: credentialId };
		expect(await server.callWith(reply)).toMatchObject({ caller: { user: 'bob', actor } });
		const [call, issued] = (await server.realm.audit.query({ user: 'bob' })).map(
			({ content }) => content,
		);
		expect(call).toMatchObject({
			kind: 'decision',
			decision: 'accepted',
			user: 'bob',
			actor: `apiKey:${credentialId}`,
		});
		expect(issued).toMatchObject({
			kind: 'authorization',
			operation: 'token.issue',
			decision: 'accepted',
			key: credentialId,
			grantType: 'authorization_code',
		});
		const ofPair = await server.realm.audit.query({ credentialId });
		expect(ofPair.map(({ content }) => content['operation'] ?? content['actor'])).toEqual([
			`apiKey:${credentialId}`,
			'token.issue',
			'apiKey.generate',
		]);
		expect(reply.events).toMatchObject([{ event: 'tokenIssued', user: 'bob', key: credentialId }]);
	});

	test('IN-4: takes all behind the first __ as the secret', async () => {
		const { key, secret } = server.pair;
		// The key is known in both, and what follows it is no secret.
		for (const code of [`${key}__${secret}__more`, `${key}__${key}__${secret}`]) {
			const reply = await server.logIn({ form: { code } });
			expect([reply.status, reply.json]).toEqual([400, WRONG]);
			expect((await server.decisions())[0]).toBe('token.issue refused key-pair-malformed');
		}
		expect((await server.logIn({ form: { code: `${key}__${secret}` } })).status).toBe(200);
	});

	test('IN-3, IN-15: may name the person in the body, and once alone', async () => {
		const inBody = await server.logIn({ query: '', form: { personid: PERSON } });
		expect(inBody.status).toBe(200);
		const twice = await server.logIn({ form: { personid: PERSON } });
		expect([twice.status, twice.json]).toEqual([400, { Message: 'The request is malformed.' }]);
		const repeated = await server.logIn({ query: `personid=${PERSON}&personid=${PERSON}` });
		expect([repeated.status, repeated.json]).toEqual([
			400,
			{ Message: 'The request is malformed.' },
		]);
	});

	test('IN-5: acts as nobody who is not listed, not as its owner either, and as any where that is on', async () => {
		const { users, apiKeys } = server.realm.administer;
		valueOf(await users.update('alice', { personId: 'the owner' }));
		const owner = await server.logIn({ query: 'personid=the+owner' });
		expect([owner.status, owner.json]).toEqual([400, WRONG]);
		expect((await server.decisions())[0]).toBe('token.issue refused user-not-allowed');
		valueOf(await apiKeys.update(server.pair.credentialId, { actAs: 'any' }));
		expect((await server.logIn({ query: 'personid=the+owner' })).status).toBe(200);
		valueOf(await apiKeys.update(server.pair.credentialId, { actAs: 'none' }));
		expect((await server.logIn()).json).toEqual(WRONG);
	});

	test('IN-7: names its tenant once, in letters of either case', async () => {
		const { id } = server.realm;
		const upper = await server.logIn({ tenant: id.toUpperCase() });
		expect(upper.status).toBe(200);
		expect(outcomeOf(await server.callWith(upper, id.toUpperCase()))).toBe('accepted');
		expect(outcomeOf(await server.callWith(upper, 'e822a190-a116-4779-ad0a-87631b51898a'))).toBe(
			'tenant-mismatch',
		);
		const twice = await server.logIn({ headers: [['X-Tenant', id]] });
		expect(twice.json).toEqual(WRONG);
	});

	test('IN-11: has no more than the person, and works only where the key does', async () => {
		const { apiKeys, applications, groups } = server.realm.administer;
		valueOf(await applications.create('Orders'));
		const orders = { ...TOKEN_POLICY, application: 'Orders', requiredPrivileges: [] };
		const call = async (token: unknown, address = '192.0.2.7') => {
			const headerFields: [string, string][] = [
				['Authorization', `Bearer ${String(token)}`],
				['X-Tenant', server.realm.id],
			];
			const message = aMessage({ headerFields, address });
			return outcomeOf(await server.realm.authenticate(message, orders, A_CALL));
		};
		const { json } = await server.logIn();
		expect(await call(json['access_token'])).toBe('not-in-application');
		valueOf(await groups.addUser('Orders', 'bob'));
		expect(await call(json['access_token'])).toBe('accepted');

		const limited = valueOf(
			await apiKeys.generate({
				username: 'alice',
				name: 'limited',
				kind: 'pair',
				actAs: { usernames: ['bob'] },
				applications: ['Default'],
				addresses: ['192.0.2.7'],
			}),
		);
		const code = `${limited.key}__${limited.secret ?? ''}`;
		const reply = await server.logIn({ form: { code } });
		expect(await call(reply.json['access_token'])).toBe('application-not-allowed');
		expect(outcomeOf(await server.callWith(reply))).toBe('accepted');
		expect(await call(reply.json['access_token'], '192.0.2.8')).toBe('application-not-allowed');
		const elsewhere = await server.logIn({ form: { code }, address: '192.0.2.8' });
		expect(elsewhere.json).toEqual(WRONG);
		expect((await server.decisions())[0]).toBe('token.issue refused address-not-allowed');
	});

	test('IN-12: ends with its key, and no new one is had', async () => {
		const { apiKeys, users } = server.realm.administer;
		const { credentialId } = server.pair;
		const reply = await server.logIn();
		valueOf(await apiKeys.setState(credentialId, 'disabled'));
		expect(outcomeOf(await server.callWith(reply))).toBe('token-ended');
		expect((await server.logIn()).json).toEqual(WRONG);
		expect((await server.refresh(reply.json['refresh_token'])).json).toEqual(WRONG);
		valueOf(await apiKeys.setState(credentialId, 'enabled'));
		expect(outcomeOf(await server.callWith(reply))).toBe('accepted');
		valueOf(await users.delete('alice'));
		expect(outcomeOf(await server.callWith(reply))).toBe('unknown-token');
		expect((await server.refresh(reply.json['refresh_token'])).json).toEqual(WRONG);
	});

	test('IN-13: is had by the old secret only until its grace ends', async () => {
		const { apiKeys } = server.realm.administer;
		const rotated = valueOf(await apiKeys.rotate(server.pair.credentialId, { graceSeconds: 60 }));
		const code = `${server.pair.key}__${rotated.secret ?? ''}`;
		expect((await server.logIn({ form: { code } })).status).toBe(200);
		expect((await server.logIn()).status).toBe(200);
		server.clock.time += 60_000;
		expect((await server.logIn()).json).toEqual(WRONG);
		expect((await server.logIn({ form: { code } })).status).toBe(200);
	});

	test('NT-79: is not looked for after sixty wrong keys from one address', async () => {
		const code = `${server.pair.key}__x`;
		for (let number = 0; number < 60; number += 1) await server.logIn({ form: { code } });
		const late = await server.logIn();
		expect([late.status, late.headers['retry-after'], late.json]).toEqual([
			429,
			'1',
			{ Message: 'Try again later.' },
		]);
		expect((await server.logIn({ address: '192.0.2.99' })).status).toBe(200);
	});

	test('IN-8: has its place told by /info in four members, to anybody', async () => {
		const reply = await server.ask('interactInfo');
		expect([reply.status, reply.json]).toEqual([
			200,
			{
				ApiDomain: ISSUER.slice('https://'.length),
				AuthMode: 'local',
				TenantGuid: server.realm.id,
				Name: 'default',
			},
		]);
		expect(Object.keys(reply.headers).join()).not.toMatch(/access-control/);
		expect((await server.ask('interactInfo', { method: 'POST' })).status).toBe(405);
	});

	test('IN-2: leaves neither its text nor its key pair in the database', async () => {
		const { json } = await server.logIn();
		const { db } = server.store;
		const rows = [
			await db.selectFrom('key_grant').selectAll().execute(),
			await db.selectFrom('guid_token').selectAll().execute(),
			await db.selectFrom('access_token').selectAll().execute(),
			await db.selectFrom('audit_entry').selectAll().execute(),
		];
		for (const text of [json['access_token'], json['refresh_token'], server.pair.secret]) {
			expect(JSON.stringify(rows)).not.toContain(String(text));
		}
	});
});
