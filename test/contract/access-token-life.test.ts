import { randomUUID } from 'node:crypto';

import type { Policy } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';
import {
	aTokenRealm,
	outcomeOf,
	refusedToken as refused,
	TOKEN_POLICY as policy,
	type TokenRealm,
} from './a-token-realm';

const HOUR = 3_600_000;
const open: Policy = { ...policy, allowAnonymous: true };

describe.each(stores)('a token that was issued with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	let calls: TokenRealm;
	beforeEach(async () => {
		calls = await aTokenRealm(shared);
	});
	afterEach(() => calls.opened.close());

	const bearer: TokenRealm['bearer'] = (...call) => calls.bearer(...call);
	const accepted = () => ({
		kind: 'accepted',
		caller: {
			type: 'user',
			user: 'alice',
			client: calls.client,
			credentialId: calls.token.credentialId,
			scheme: 'accessToken',
			scopes: ['orders:read', 'x'],
			privileges: ['Run Actions', 'Use API Key'],
			tenant: calls.opened.realm.id,
		},
		fields: {},
		owner: expect.any(String) as string,
	});

	test('is expired from its moment of expiry on', async () => {
		const { opened, token } = calls;
		const outcomes: string[] = [];
		for (const time of [HOUR - 1, HOUR]) {
			opened.clock.time = token.expiresAt - HOUR + time;
			outcomes.push(outcomeOf(await bearer(token.accessToken)));
		}
		expect(outcomes).toEqual(['accepted', 'token-expired']);
	});

	test('is refused from the very next call on when it is revoked, for good', async () => {
		const { opened, token } = calls;
		expect(await bearer(token.accessToken)).toEqual(accepted());
		const revoked = valueOf(await opened.realm.administer.tokens.revoke(token.credentialId));
		expect(revoked).toMatchObject({ state: 'revoked', username: 'alice' });
		expect(await bearer(token.accessToken)).toEqual(refused('token-revoked', token.credentialId));
		expect(await opened.realm.administer.tokens.revoke(randomUUID())).toMatchObject({
			kind: 'refused',
		});
		const [entry] = await opened.realm.audit.query({ kind: 'administration' });
		expect(entry?.content).toMatchObject({
			operation: 'token.revoke',
			decision: 'refused',
		});
	});

	test('PF-9: of a disabled user is refused until the user is enabled, of a deleted one gone', async () => {
		const { opened, alice, issue, token } = calls;
		const { users } = opened.realm.administer;
		valueOf(await users.setState('alice', 'disabled'));
		expect(await bearer(token.accessToken)).toEqual(refused('user-disabled', token.credentialId));
		valueOf(await users.setState('alice', 'enabled'));
		expect(await bearer(token.accessToken)).toEqual(accepted());
		valueOf(await users.delete('alice'));
		expect(await bearer(token.accessToken)).toEqual(refused('unknown-token'));
		await expect(issue({ userId: alice })).rejects.toThrow('no such user');
	});

	test('of a client without a user is that client, which has what its own groups give', async () => {
		const { opened, issue } = calls;
		const own = await issue({ clientId: calls.client, scopes: ['x'] });
		for (const by of [policy, { ...open, requiredPrivileges: [] }]) {
			expect(await bearer(own.accessToken, by)).toEqual({
				kind: 'refused',
				problem: 'forbidden',
				reason: 'not-in-application',
				credentialId: own.credentialId,
				fields: {},
			});
		}
		const [entry] = await opened.realm.audit.query({ kind: 'decision' });
		expect(entry?.content).toMatchObject({ client: calls.client, scheme: 'accessToken' });
		expect(entry?.content).not.toHaveProperty('user');

		const { clients } = opened.realm.administer;
		valueOf(await clients.update(calls.client, { groups: ['Default'] }));
		expect(await bearer(own.accessToken)).toEqual({
			kind: 'accepted',
			caller: {
				type: 'client',
				client: calls.client,
				credentialId: own.credentialId,
				scheme: 'accessToken',
				scopes: ['x'],
				privileges: ['Run Actions', 'Use API Key'],
				tenant: opened.realm.id,
			},
			fields: {},
			owner: expect.any(String) as string,
		});
	});

	test('ends with its client, disabled or deleted, whoever its user is', async () => {
		const { opened, token } = calls;
		const { clients } = opened.realm.administer;
		valueOf(await clients.setState(calls.client, 'disabled'));
		expect(await bearer(token.accessToken)).toEqual(refused('client-disabled', token.credentialId));
		valueOf(await clients.setState(calls.client, 'enabled'));
		expect(await bearer(token.accessToken)).toEqual(accepted());
		valueOf(await clients.delete(calls.client));
		expect(await bearer(token.accessToken)).toEqual(refused('unknown-token'));
	});

	test('IN-17: names who acts for its user, in the caller and in the audit', async () => {
		const { opened, alice, issue } = calls;
		const actor = { type: 'apiKey', id: 'pair-1' } as const;
		const acting = await issue({ userId: alice, actor });
		const verdict = await bearer(acting.accessToken);
		expect(verdict).toMatchObject({ kind: 'accepted', caller: { user: 'alice', actor } });
		const [entry] = await opened.realm.audit.query({ kind: 'decision' });
		expect(entry?.content).toMatchObject({ user: 'alice', actor: 'apiKey:pair-1' });
	});

	test('IN-7: of the Interact dialect needs the right X-Tenant, once; no other token does', async () => {
		const { opened, alice, issue, token } = calls;
		const interact = await issue({ userId: alice, dialect: 'interact' });
		const tenant = opened.realm.id;
		const by = (...more: [string, string][]) => bearer(interact.accessToken, policy, ...more);
		expect(outcomeOf(await by(['X-Tenant', tenant]))).toBe('accepted');
		expect(outcomeOf(await by(['x-tenant', tenant.toUpperCase()]))).toBe('accepted');
		const wrong = refused('tenant-mismatch', interact.credentialId);
		expect(await by()).toEqual(wrong);
		for (const value of ['', 'x', `${tenant} `, `{${tenant}}`, tenant.slice(1), randomUUID()]) {
			expect(await by(['X-Tenant', value])).toEqual(wrong);
		}
		expect(await by(['X-Tenant', tenant], ['X-Tenant', tenant])).toEqual(wrong);
		expect(outcomeOf(await bearer(token.accessToken, policy, ['X-Tenant', 'x']))).toBe('accepted');
	});

	test('IB-9: of the Inbenta dialect needs the key that it was issued for beside it', async () => {
		const { alice, issue, token } = calls;
		const boundKey = 'aW5iZW50YS1rZXk=';
		const inbenta = await issue({ userId: alice, dialect: 'inbenta', boundKey });
		const unbound = await issue({ userId: alice, dialect: 'inbenta' });
		const by = (text: string, ...more: [string, string][]) => bearer(text, policy, ...more);
		const key: [string, string] = ['X-Inbenta-Key', boundKey];
		expect(outcomeOf(await by(inbenta.accessToken, key))).toBe('accepted');
		expect(await by(inbenta.accessToken)).toEqual(
			refused('inbenta-key-missing', inbenta.credentialId),
		);
		const other = { problem: 'forbidden', reason: 'inbenta-key-mismatch', fields: {} };
		for (const value of ['', 'aW5iZW50YS1rZXl=', `${boundKey} `, 'x']) {
			const verdict = await by(inbenta.accessToken, ['X-Inbenta-Key', value]);
			expect(verdict).toMatchObject({ ...other, credentialId: inbenta.credentialId });
		}
		expect(await by(unbound.accessToken, key)).toMatchObject(other);
		expect(await by(token.accessToken, key)).toMatchObject(other);
		expect(outcomeOf(await by(inbenta.accessToken, key, key))).toBe('several-credentials');
	});

	test("IB-9: an API key takes no X-Inbenta-Key beside it, which is another's credential", async () => {
		const by: Policy = { ...policy, acceptedCredentials: ['apiKey'] };
		const { apiKeys } = calls.opened.realm.administer;
		const { key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' }));
		expect(outcomeOf(await bearer(key, by))).toBe('accepted');
		expect(await bearer(key, by, ['X-Inbenta-Key', 'x'])).toMatchObject({
			problem: 'malformed-request',
			reason: 'several-credentials',
		});
	});

	test('works in its application alone', async () => {
		const { opened, alice, issue } = calls;
		const { applications, groups } = opened.realm.administer;
		valueOf(await applications.create('Orders'));
		valueOf(await groups.addUser('Orders', 'alice'));
		const rows = await opened.store.db
			.selectFrom('application')
			.select(['id', 'name'])
			.where('realm_id', '=', opened.realm.id)
			.execute();
		const applicationId = rows.find(({ name }) => name === 'Orders')?.id ?? '';
		const ofOrders = await issue({ userId: alice, applicationId });
		const orders = { ...policy, application: 'orders', requiredPrivileges: [] };
		expect(outcomeOf(await bearer(ofOrders.accessToken, orders))).toBe('accepted');
		expect(outcomeOf(await bearer(ofOrders.accessToken))).toBe('application-not-allowed');
		valueOf(await applications.delete('Orders'));
		expect(outcomeOf(await bearer(ofOrders.accessToken))).toBe('unknown-token');
	});

	test('IN-12: ends with the credential it was issued for, and works only where that works', async () => {
		const { opened, alice, issue } = calls;
		const { apiKeys } = opened.realm.administer;
		const source = valueOf(
			await apiKeys.generate({ username: 'alice', name: 'k', addresses: ['192.0.2.0/24'] }),
		);
		const sourceId = source.credentialId;
		const { accessToken, credentialId } = await issue({ userId: alice, sourceId });
		expect(outcomeOf(await bearer(accessToken))).toBe('accepted');
		valueOf(await apiKeys.update(sourceId, { addresses: ['203.0.113.9'] }));
		expect(outcomeOf(await bearer(accessToken))).toBe('address-not-allowed');
		valueOf(await apiKeys.update(sourceId, { addresses: 'any', applications: ['Realm'] }));
		expect(outcomeOf(await bearer(accessToken))).toBe('application-not-allowed');
		valueOf(await apiKeys.update(sourceId, { applications: 'all' }));
		valueOf(await apiKeys.setState(sourceId, 'disabled'));
		expect(await bearer(accessToken)).toEqual(refused('token-ended', credentialId));
		valueOf(await apiKeys.setState(sourceId, 'enabled'));
		expect(outcomeOf(await bearer(accessToken))).toBe('accepted');
		valueOf(await apiKeys.revoke(sourceId));
		expect(await bearer(accessToken)).toEqual(refused('token-ended', credentialId));
	});

	test('counts with all others of its client and user where calls are limited per key', async () => {
		const { alice, issue } = calls;
		const limited: Policy = {
			...policy,
			rateLimits: [{ per: 'key', calls: 2, seconds: 60, burst: 2 }],
		};
		const outcomes: string[] = [];
		for (let call = 0; call < 3; call += 1) {
			const { accessToken } = await issue({ userId: alice, clientId: calls.client });
			outcomes.push(outcomeOf(await bearer(accessToken, limited)));
		}
		const other = await issue({ userId: alice, clientId: undefined });
		outcomes.push(outcomeOf(await bearer(other.accessToken, limited)));
		expect(outcomes).toEqual(['accepted', 'accepted', 'key-limit', 'accepted']);
	});

	test('is listed without its text, the newest first, by user', async () => {
		const { opened, alice, issue, token } = calls;
		const own = await issue({ clientId: calls.client });
		const { tokens } = opened.realm.administer;
		const all = await tokens.getAll({});
		expect(all.map(({ credentialId }) => credentialId).toSorted()).toEqual(
			[own.credentialId, token.credentialId].toSorted(),
		);
		const [listed, ...others] = await tokens.getAll({ username: 'Alice', limit: 5 });
		expect(others).toEqual([]);
		expect(listed).toEqual({
			credentialId: token.credentialId,
			familyId: token.familyId,
			userId: alice,
			username: 'alice',
			clientId: calls.client,
			actor: undefined,
			scopes: ['orders:read', 'x'],
			application: undefined,
			dialect: 'oauth',
			issuedAt: opened.clock.time,
			expiresAt: opened.clock.time + HOUR,
			revokedAt: undefined,
			state: 'active',
		});
		opened.clock.time += HOUR;
		expect((await tokens.getAll({ limit: 1 }))[0]?.state).toBe('expired');
	});
});
