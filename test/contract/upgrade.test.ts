import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Policy } from '../../src/realm/realm';
import { MIGRATIONS } from '../../src/store/migrations/migrations';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { stores } from '../stores';
import { openIt } from './a-datasource';

/** What the code of its time said of the realm in a fixture. */
interface Held {
	readonly realmId: string;
	readonly users: readonly (readonly [name: string, displayName: string])[];
	/** Those of alice. */
	readonly groups: readonly string[];
	readonly keys: number;
	readonly calls: readonly { readonly key: string; readonly outcome: string }[];
	/** The datasource `crm`, with the values of `MyAPIKey`, the current one last. */
	readonly datasource?: { readonly datasourceKey: string; readonly values: readonly string[] };
	/** Confidential, in the group `Default`, and may act as alice. */
	readonly client?: { readonly clientId: string; readonly clientSecret: string };
	/** An access token of alice. */
	readonly accessToken?: string;
	/** A domain key of alice, and where its page is from. */
	readonly domainKey?: { readonly key: string; readonly origin: string };
	/** A key pair of alice, which may act as alice. */
	readonly keyPair?: {
		readonly key: string;
		readonly secret: string;
		readonly rotateBefore: string;
	};
	readonly logIn?: {
		readonly username: string;
		readonly password: string;
		readonly personId: string;
	};
	/** A signing key of alice, and a message of it that was let in. */
	readonly signingKey?: {
		readonly credentialId: string;
		readonly headerFields: readonly (readonly [string, string])[];
		readonly body: string;
	};
	/** A client of which alice has agreed, with a refresh token of hers. */
	readonly authorization?: {
		readonly clientId: string;
		readonly clientSecret: string;
		readonly issuer: string;
		readonly refreshToken: string;
	};
	/** A client that showed alice's password, with the refresh token that this brought. */
	readonly passwordGrant?: Held['authorization'];
	/** What the key pair got for alice. */
	readonly interact?: {
		readonly refreshToken: string;
		/** What alice got by name and password. */
		readonly byPassword?: string;
	};
	/** What the anchor file held, where there was one. */
	readonly anchor?: string;
}

const PLACE = {
	issuer: 'https://login.example.com',
	tokenAlgorithm: 'EdDSA' as const,
	keyRenewalSeconds: 86_400,
	interactPasswordGrant: true,
	requestId: 'r',
};

const fixture = (version: number, ending: string): string =>
	readFileSync(join(__dirname, '..', 'fixtures', `schema-${String(version)}.${ending}`), 'utf8');
const cases = MIGRATIONS.flatMap(({ version }) => stores.map((store) => ({ version, ...store })));

describe.each(cases)('a realm of schema $version in $engine', ({ version, engine, createNew }) => {
	let opened: TestRealm;
	const held = JSON.parse(fixture(version, 'json')) as Held;
	// Once for all tests: none takes away what another one looks at.
	beforeAll(async () => {
		opened = await aRealm(async () => {
			const storage = await createNew();
			await storage.execute(fixture(version, `${engine}.sql`) + fixture(version, 'rows.sql'));
			return storage;
		});
		await writeFile(opened.anchorFile, held.anchor ?? '');
	});
	afterAll(() => opened.close());

	const decide = async (key: string): Promise<string> => {
		const message = aMessage({ headerFields: [['X-API-Key', key]] });
		const verdict = await opened.realm.authenticate(message, A_POLICY, A_CALL);
		return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
	};

	test('is opened with its users, groups and keys, and decides as it did', async () => {
		const { realm } = opened;
		const { users, apiKeys } = realm.administer;
		expect(realm.id).toBe(held.realmId);
		const names = (await users.getAll()).map(({ name, displayName }) => [name, displayName]);
		expect(names).toEqual(held.users);
		expect(valueOf(await users.get('alice')).groups).toEqual(held.groups);
		expect(await apiKeys.getAll({})).toHaveLength(held.keys);
		const since3 = version < 3 ? 0 : held.calls.length;
		const messages = held.signingKey === undefined ? 0 : 1;
		expect(await realm.audit.query({ kind: 'decision' })).toHaveLength(since3 + messages);
		const calls: { key: string; outcome: string }[] = [];
		for (const { key } of held.calls) calls.push({ key, outcome: await decide(key) });
		expect(calls).toEqual(held.calls);
	});

	test('goes on accepting a key of it once that was rotated, and its old value for a while', async () => {
		const { apiKeys } = opened.realm.administer;
		const key = held.calls.find(({ outcome }) => outcome === 'accepted')?.key ?? '';
		const [found] = await apiKeys.getAll({ publicId: key.split('_')[2] ?? '' });
		const rotated = await apiKeys.rotate(found?.credentialId ?? '', { graceSeconds: 60 });
		for (const each of [key, valueOf(rotated).key]) expect(await decide(each)).toBe('accepted');
	});

	test('takes new users and keys, and its audit verifies from the first entry on', async () => {
		const { administer, audit } = opened.realm;
		const { entries } = await audit.verify();
		valueOf(await administer.users.create({ username: 'bob' }));
		const { key } = valueOf(await administer.apiKeys.generate({ username: 'bob', name: 'k' }));
		expect(await decide(key)).toBe('accepted');
		expect(await audit.verify()).toMatchObject({ findings: [], entries: entries + 3 });
	});

	test('goes on taking messages of its signing keys, and none of them twice', async () => {
		if (held.signingKey === undefined) return;
		const { credentialId, headerFields, body } = held.signingKey;
		const decideMessage = async (id: string) => {
			const message = aMessage({
				headerFields: headerFields.map(([name, value]) =>
					name === 'X-GitHub-Delivery' ? [name, id] : [name, value],
				),
				rawBody: async () => Buffer.from(body),
			});
			const policy = { ...A_POLICY, acceptedCredentials: ['signature' as const] };
			const named = { ...policy, signingKeys: [credentialId] };
			return (await opened.realm.authenticate(message, named, A_CALL)).kind;
		};
		expect(await decideMessage('a-delivery')).toBe('repeated');
		expect(await decideMessage('another')).toBe('accepted');
	});

	test('goes on taking its access tokens', async () => {
		if (held.accessToken === undefined) return;
		const headerFields: [string, string][] = [['Authorization', `Bearer ${held.accessToken}`]];
		const policy: Policy = { ...A_POLICY, acceptedCredentials: ['accessToken'] };
		const verdict = await opened.realm.authenticate(aMessage({ headerFields }), policy, A_CALL);
		expect(verdict).toMatchObject({
			kind: 'accepted',
			caller: { user: 'alice', client: held.client?.clientId, scopes: ['orders:read'] },
		});
	});

	test.each([
		['with JWTs of its own key', held.authorization],
		['of a password', held.passwordGrant],
	])('goes on with its refresh token, %s', async (_what, authorization) => {
		if (authorization === undefined) return;
		const { clientId, clientSecret, issuer, refreshToken } = authorization;
		const { authorizationServer } = opened.realm;
		const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
		const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
		const { answer } = await authorizationServer.answer(
			'token',
			{
				method: 'POST',
				headerFields: [
					['Content-Type', 'application/x-www-form-urlencoded'],
					['Authorization', `Basic ${basic}`],
				],
				search: '',
				body: new URLSearchParams(form).toString(),
				address: undefined,
			},
			{ ...PLACE, issuer },
			{ origin: {}, wanted: [] },
		);
		const { access_token: token } = JSON.parse(answer.body) as { access_token: string };
		const headerFields: [string, string][] = [['Authorization', `Bearer ${token}`]];
		const policy: Policy = { ...A_POLICY, acceptedCredentials: ['accessToken'] };
		const verdict = await opened.realm.authenticate(aMessage({ headerFields }), policy, A_CALL);
		expect(verdict).toMatchObject({
			kind: 'accepted',
			caller: { user: 'alice', client: clientId },
		});
	});

	test('goes on knowing what its user agreed to', async () => {
		if (held.authorization === undefined) return;
		const { clientId } = held.authorization;
		const consents = await opened.realm.administer.consents.getAll({});
		expect(consents).toMatchObject([{ username: 'alice', clientId }]);
	});

	test.each([
		['key pair', held.interact?.refreshToken],
		['password', held.interact?.byPassword],
	])('goes on with the refresh token of its %s', async (_what, refreshToken) => {
		if (refreshToken === undefined) return;
		const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
		const { answer } = await opened.realm.authorizationServer.answer(
			'interactToken',
			{
				method: 'POST',
				headerFields: [
					['Content-Type', 'application/x-www-form-urlencoded'],
					['X-Tenant', held.realmId],
				],
				search: '',
				body: new URLSearchParams(form).toString(),
				address: undefined,
			},
			PLACE,
			{ origin: {}, wanted: [] },
		);
		const { access_token: token } = JSON.parse(answer.body) as { access_token: string };
		const headerFields: [string, string][] = [
			['Authorization', `Bearer ${token}`],
			['X-Tenant', held.realmId],
		];
		const policy: Policy = { ...A_POLICY, acceptedCredentials: ['accessToken'] };
		const verdict = await opened.realm.authenticate(aMessage({ headerFields }), policy, A_CALL);
		expect(verdict).toMatchObject({ kind: 'accepted', caller: { user: 'alice' } });
	});

	test('goes on taking its domain key, from its page alone', async () => {
		if (held.domainKey === undefined) return;
		const { key, origin } = held.domainKey;
		const policy: Policy = { ...A_POLICY, acceptedCredentials: ['domainKey'] };
		const outcomes = [origin, 'https://evil.example.com'].map(async (page) => {
			const headerFields = [['X-Domain-Key', key] as const, ['Origin', page] as const];
			const verdict = await opened.realm.authenticate(aMessage({ headerFields }), policy, A_CALL);
			return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
		});
		expect(await Promise.all(outcomes)).toEqual(['accepted', 'origin-not-allowed']);
		expect(await opened.realm.administer.domainKeys.getAll({})).toMatchObject([{ value: key }]);
	});

	test('goes on sending its secrets, and going back to the ones before', async () => {
		if (held.datasource === undefined) return;
		const { datasourceKey, values } = held.datasource;
		const datasource = await openIt(opened, datasourceKey);
		const value = async (): Promise<string | undefined> => {
			const key = valueOf(await datasource.keys()).get('MyAPIKey');
			return key?.state === 'enabled' ? key.secret.reveal() : key?.state;
		};
		expect(await value()).toBe(values.at(-1));
		const { secrets } = opened.realm.administer;
		valueOf(await secrets.restore({ datasource: 'crm', name: 'MyAPIKey' }));
		expect(await value()).toBe(values.at(-2));
		await datasource.close();
	});

	test('goes on knowing its client by its secret, its groups and the users it may act as', async () => {
		if (held.client === undefined) return;
		const { clientId, clientSecret } = held.client;
		const { clients } = opened.realm;
		const client = await clients.findByClientId(clientId);
		expect(clients.prove(client, clientSecret, undefined)).toMatchObject({ kind: 'proven' });
		expect(client?.users.map(({ name }) => name)).toEqual(['alice']);
		expect((await clients.accessOf(clientId)).applications).toEqual(['default']);
	});

	test('goes on proving its key pair, with the users it may act as and its rotation date', async () => {
		if (held.keyPair === undefined) return;
		const { key, secret, rotateBefore } = held.keyPair;
		const { keyPairs, administer, audit } = opened.realm;
		expect(await keyPairs.prove(key, secret, undefined)).toMatchObject({
			kind: 'proven',
			actAs: 'listed',
			users: [{ name: 'alice' }],
		});
		const all = await administer.apiKeys.getAll({});
		const { credentialId = '', pair } = all.find((each) => each.pair?.key === key) ?? {};
		expect(pair?.rotateBefore).toBe(Date.parse(rotateBefore));
		const ofPair = await audit.query({ credentialId, kind: 'authorization' });
		const grants = ofPair.map(({ content }) => content['grantType']);
		expect(grants.includes('authorization_code')).toBe(held.interact !== undefined);
	});

	test('goes on letting its user log in, whom it finds as the same person', async () => {
		if (held.logIn === undefined) return;
		const { personId, ...attempt } = held.logIn;
		const person = await opened.realm.findPerson(personId);
		expect(await opened.realm.logIn({ ...attempt, address: undefined })).toEqual({
			kind: 'logged-in',
			user: { id: person?.id, name: 'alice' },
			passwordId: expect.any(String) as string,
		});
	});
});
