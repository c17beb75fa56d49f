import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';

import { readySodium, type Sodium } from '../../src/crypto/sodium';
import { systemRandom } from '../../src/crypto/random';
import { systemPorts } from '../../src/realm/system-ports';
import { type RealmKeys, realmKeys } from '../../src/realm/realm-keys';
import { rotateRealmKey } from '../../src/realm/rotate-realm-key';
import { unlockExistingRealm } from '../../src/realm/unlock-realm';
import { tokenKeys, type TokenKeys } from '../../src/realm/token-keys';
import { tokenSigningKeysOf } from '../../src/store/token-signing-keys';
import type { Policy } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, KEY_LOCK, valueOf } from '../a-realm';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	ISSUER,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

const REALM = { realm: 'default', lock: KEY_LOCK };

const POLICY: Policy = {
	...A_POLICY,
	acceptedCredentials: ['accessToken'],
	requiredPrivileges: [],
};

/** The keys of the realm of a server, as one more process has them. */
async function keysOf({ store, clock }: TestServer) {
	const sodium = await readySodium();
	const { row, unlocked } = await unlockExistingRealm(REALM, store);
	const ownKeys = realmKeys(sodium, store, row.id, unlocked);
	const parts = { sodium, random: systemRandom, clock, store, row, keys: ownKeys };
	const stored = tokenSigningKeysOf(store, row.id);
	return { sodium, row, ownKeys, stored, keys: tokenKeys(parts, stored) };
}

describe.each(stores)('an access token in $engine', ({ create }) => {
	let server: TestServer;
	let keys: TokenKeys;
	let ownKeys: RealmKeys;
	let sodium: Sodium;
	beforeAll(async () => {
		server = await anAuthorizationServer(create);
		({ sodium, ownKeys, keys } = await keysOf(server));
	});
	afterAll(async () => {
		keys.close();
		await server.close();
	});

	const call = async (token: string, policy: Partial<Policy> = {}) => {
		const headerFields = [['Authorization', `Bearer ${token}`]] as const;
		const message = aMessage({ headerFields });
		const verdict = await server.realm.authenticate(message, { ...POLICY, ...policy }, A_CALL);
		return verdict.kind === 'refused' ? verdict.reason : verdict.caller;
	};
	const jwtClient = async (parts: object = {}) =>
		await server.register({
			callbackUrls: [CALLBACK],
			grants: ['client_credentials', 'authorization_code', 'refresh_token'],
			tokenFormat: 'jwt',
			actAs: { usernames: ['alice'] },
			...parts,
		});
	const issue = async (form: object = {}, parts: object = {}) => {
		const client = await jwtClient(parts);
		const headers = [basic(client.clientId, client.clientSecret ?? '')];
		const asked = { grant_type: 'client_credentials', username: 'alice', ...form };
		const reply = await server.ask('token', { form: asked, headers });
		return { client, headers, text: String(reply.json['access_token']) };
	};
	const claimsIn = (text: string): Record<string, unknown> =>
		JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as Record<
			string,
			unknown
		>;
	const headerIn = (text: string): unknown =>
		JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString());

	test('that is a JWT says what RFC 9068 asks for, and runs the call as its user', async () => {
		const { client, text } = await issue();
		const seconds = server.clock.time / 1000;
		expect(claimsIn(text)).toEqual({
			iss: ISSUER,
			sub: server.user.id,
			aud: ISSUER,
			client_id: client.clientId,
			jti: expect.stringMatching(/^[0-9A-Za-z]{22}$/) as string,
			iat: seconds,
			exp: seconds + 600,
			scope: 'read write',
		});
		const { keys: published } = await keys.publicKeys();
		expect(headerIn(text)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: published[0]?.['kid'] });
		expect(await call(text)).toMatchObject({
			type: 'user',
			user: 'alice',
			client: client.clientId,
			scheme: 'accessToken',
			scopes: ['read', 'write'],
		});
	});

	test('NT-41: that is a JWT is refused where it differs in one thing', async () => {
		const { text } = await issue();
		const claims = claimsIn(text);
		const sign = await keys.signer('EdDSA');
		const without = (name: string) =>
			Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name));
		const own = { alg: 'EdDSA', typ: 'at+jwt' };
		const [published] = (await keys.publicKeys()).keys;
		const foreign = await generateKeyPair('EdDSA', { extractable: true });
		const publicAsSecret = new TextEncoder().encode(JSON.stringify(published));
		const unsigned = [
			Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url'),
			text.split('.')[1],
			'',
		].join('.');
		const wrong = [
			await sign('JWT', claims),
			await sign('at+jwt', { ...claims, iss: 'https://other.example' }),
			await sign('at+jwt', { ...claims, aud: 'https://other.example' }),
			await sign('at+jwt', without('exp')),
			await sign('at+jwt', without('client_id')),
			await sign('at+jwt', { ...claims, jti: '0'.repeat(22) }),
			await sign('at+jwt', { ...claims, exp: server.clock.time / 1000 }),
			unsigned,
			await new SignJWT(claims)
				.setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: published?.['kid'] ?? '' })
				.sign(publicAsSecret),
			await new SignJWT(claims)
				.setProtectedHeader({ ...own, kid: 'unknown' })
				.sign(foreign.privateKey),
			await new SignJWT(claims)
				.setProtectedHeader({ ...own, kid: published?.['kid'] ?? '' })
				.sign(foreign.privateKey),
			await new SignJWT(claims)
				.setProtectedHeader({
					...own,
					jwk: await exportJWK(foreign.publicKey),
				})
				.sign(foreign.privateKey),
			await new SignJWT(claims)
				.setProtectedHeader({ ...own, crit: ['x'], x: true })
				.sign(foreign.privateKey, { crit: { x: true } }),
			`${text.slice(0, -4)}AAAA`,
		];
		for (const each of wrong) {
			expect(['malformed-token', 'token-mismatch', 'token-expired', 'unknown-token']).toContain(
				await call(each),
			);
		}
		expect(typeof (await call(text))).toBe('object');
		expect(await importJWK({ ...published }, 'EdDSA')).toBeDefined();
	});

	test('NT-42: is no client secret, code, refresh token, or assertion', async () => {
		const code = await server.code();
		const { json } = await server.token({
			grant_type: 'authorization_code',
			code,
			redirect_uri: CALLBACK,
			code_verifier: VERIFIER,
		});
		const texts = [code, String(json['refresh_token']), server.secret];
		for (const text of texts) {
			expect(['scheme-not-accepted', 'malformed-token']).toContain(await call(text));
		}
		expect(typeof (await call(String(json['access_token'])))).toBe('object');
	});

	test('NT-43: without the scope that a trigger asks for is refused as that', async () => {
		const { text } = await issue({ scope: 'read' });
		expect(await call(text, { requiredScopes: ['write'] })).toBe('scope-missing');
		expect(typeof (await call(text, { requiredScopes: ['read'] }))).toBe('object');
	});

	test('that is a JWT ends with its revocation, its user and its client', async () => {
		const { text, headers, client } = await issue();
		const { users, clients } = server.realm.administer;
		valueOf(await users.setState('alice', 'disabled'));
		expect(await call(text)).toBe('user-disabled');
		valueOf(await users.setState('alice', 'enabled'));
		valueOf(await clients.setState(client.clientId, 'disabled'));
		expect(await call(text)).toBe('client-disabled');
		valueOf(await clients.setState(client.clientId, 'enabled'));
		expect(typeof (await call(text))).toBe('object');
		await server.ask('revoke', { form: { token: text }, headers });
		expect(await call(text)).toBe('token-revoked');
		const shown = await server.ask('introspect', { form: { token: text }, headers });
		expect(shown.json).toEqual({ active: false });
	});

	test('of a client that calls as itself has the groups of the client', async () => {
		const alone = { username: undefined };
		const { text: outside } = await issue(alone);
		expect(await call(outside)).toBe('not-in-application');
		const { text, client } = await issue(alone, { groups: ['Default'] });
		expect(await call(text)).toMatchObject({ type: 'client', client: client.clientId });
	});

	test('is signed by a new key after ninety days, and the old one verifies for two more', async () => {
		const before = (await keys.publicKeys()).keys.map(({ kid }) => kid);
		const { text } = await issue();
		server.clock.time += 90 * 24 * 60 * 60 * 1000;
		const { text: later } = await issue();
		const after = (await keys.publicKeys()).keys.map(({ kid }) => kid);
		expect(after).toHaveLength(before.length + 1);
		expect(headerIn(later)).toMatchObject({ kid: after.find((kid) => !before.includes(kid)) });
		expect(await call(text)).toBe('token-expired');
		server.clock.time += 2 * 24 * 60 * 60 * 1000;
		const last = (await keys.publicKeys()).keys.map(({ kid }) => kid);
		expect(last).toEqual(after.filter((kid) => !before.includes(kid)));
		await keys.prune();
		expect(await server.ask('jwks').then(({ json }) => json)).toEqual(await keys.publicKeys());
	});

	test('is signed by RS256 where the server says so', async () => {
		const sign = await keys.signer('RS256');
		expect(headerIn(await sign('at+jwt', {}))).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
		const { keys: published } = await keys.publicKeys();
		expect(published.map(({ alg }) => alg)).toEqual(['EdDSA', 'RS256']);
		expect(JSON.stringify(published)).not.toMatch(/"(?:d|p|q)":/);
	});

	test('is signed by a new key once the realm key was rotated', async () => {
		const { text: before } = await issue();
		const { unlocked } = await unlockExistingRealm(REALM, server.store);
		const deps = { ...systemPorts, sodium, store: server.store, rewrappings: [] };
		valueOf(
			await rotateRealmKey(
				deps,
				unlocked,
				async () => {},
				() => {},
			),
		);
		await ownKeys.refresh();
		const sign = await keys.signer('EdDSA');
		const [old, fresh] = [before, await sign('at+jwt', {})].map(
			(text) => (headerIn(text) as { kid: string }).kid,
		);
		expect(fresh).not.toBe(old);
		expect((await keys.publicKeys()).keys.map(({ kid }) => kid)).toEqual(
			expect.arrayContaining([old, fresh]),
		);
		expect(await call(before)).toMatchObject({ user: 'alice' });
	});
});

describe.each(stores)('the keys in $engine that sign tokens', ({ create }) => {
	let server: TestServer;
	let opened: Awaited<ReturnType<typeof keysOf>>;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
		opened = await keysOf(server);
	});
	afterEach(async () => {
		opened.keys.close();
		await server.close();
	});

	test('are not deleted where another process made them just now', async () => {
		const { keys, stored } = opened;
		await keys.signer('EdDSA');
		await keys.publicKeys();
		const [first] = await stored.list();
		if (first === undefined) throw new Error('There is no key.');
		// Its announcement has not arrived.
		await stored.add({ ...first, id: 'second', number: 2, createdAt: server.clock.now() });
		await keys.prune();
		expect((await stored.list()).map(({ id }) => id)).toEqual([first.id, 'second']);
		server.clock.time += 2 * 24 * 60 * 60 * 1000;
		await keys.prune();
		expect((await stored.list()).map(({ id }) => id)).toEqual(['second']);
	});

	test('are made once, however many need the next one', async () => {
		const { keys, row, stored } = opened;
		let announced = 0;
		const stop = server.store.onAnnounced((changed) => {
			if (changed === row.id) announced += 1;
		});
		await Promise.all(Array.from({ length: 20 }, () => keys.signer('EdDSA')));
		stop();
		// PostgreSQL tells a process also what that has said itself.
		expect(announced).toBeLessThanOrEqual(2);
		expect(await stored.list()).toHaveLength(1);
	});
});
