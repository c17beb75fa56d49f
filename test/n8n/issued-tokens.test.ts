import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { type JWTHeaderParameters, SignJWT } from 'jose';

import { openRealmBy } from '../../src/n8n/open-realms';
import type { RegisteredClient } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { basic, fieldsOf } from '../contract/an-authorization-server';
import { type AdminNode, anAdminNode } from './admin-node';
import { aListeningServer, type ListeningServer } from './listening-server';

const PASSWORD = 'correct horse battery staple';
const CALLBACK = 'http://127.0.0.1:4711/cb';

type Answered = Readonly<Record<string, unknown>>;
const partOf = (jwt: string, part: number): Answered =>
	JSON.parse(Buffer.from(jwt.split('.')[part] ?? '', 'base64url').toString()) as Answered;

describe('what a server issued, at a protected trigger,', () => {
	let admin: AdminNode;
	let server: ListeningServer;
	let client: RegisteredClient;
	beforeAll(async () => {
		admin = await anAdminNode();
		const { realm } = await openRealmBy(admin.fields);
		server = await aListeningServer(admin.fields);
		await realm.authorizationServer.keepIssuer(server.issuer);
		const { users, passwords, clients } = realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		valueOf(await passwords.set('alice', PASSWORD));
		client = valueOf(
			await clients.register({
				name: 'A client',
				scopes: ['read'],
				callbackUrls: [CALLBACK],
				grants: ['authorization_code', 'refresh_token', 'client_credentials'],
				actAs: { usernames: ['alice'] },
				tokenFormat: 'jwt',
			}),
		);
	});
	afterAll(async () => {
		await server.close();
		await admin.close();
	});

	const post = async (endpoint: string, form: Readonly<Record<string, string>>) => {
		const [name, value] = basic(client.clientId, client.clientSecret ?? '');
		return await fetch(`${server.issuer}/oauth/${endpoint}`, {
			method: 'POST',
			headers: endpoint === 'authorize' ? {} : { [name]: value },
			body: new URLSearchParams(form),
			redirect: 'manual',
		});
	};
	const tokens = async (form: Readonly<Record<string, string>>): Promise<Answered> =>
		(await (await post('token', form)).json()) as Answered;
	const aJwt = async (): Promise<string> =>
		String((await tokens({ grant_type: 'client_credentials', username: 'alice' }))['access_token']);
	/** A code of alice, who agrees anew. */
	const aCode = async (): Promise<string> => {
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: client.clientId,
			prompt: 'consent',
		});
		const page = await fetch(`${server.issuer}/oauth/authorize?${query.toString()}`);
		const logIn = { ...fieldsOf(await page.text()), username: 'alice', password: PASSWORD };
		const consent = await post('authorize', logIn);
		const allow = { ...fieldsOf(await consent.text()), decision: 'allow' };
		const location = (await post('authorize', allow)).headers.get('location') ?? '';
		return new URL(location).searchParams.get('code') ?? '';
	};
	const call = async (token: string) => {
		const headers = { authorization: `Bearer ${token}` };
		const { status, headers: fields } = await fetch(server.protectedUrl, { headers });
		const [, error] = /error="([a-z_]+)"/.exec(fields.get('www-authenticate') ?? '') ?? [];
		return [status, error];
	};

	test('NT-41: is taken as it is, and not where anybody could have made it', async () => {
		const jwt = await aJwt();
		expect(await call(jwt)).toEqual([200, undefined]);
		const [header, claims] = [partOf(jwt, 0), partOf(jwt, 1)];
		const { keys } = (await (await fetch(`${server.issuer}/oauth/jwks`)).json()) as {
			readonly keys: readonly Answered[];
		};
		const published = keys.find(({ kid }) => kid === header['kid']);
		const { privateKey } = generateKeyPairSync('ed25519');
		const signed = async (more: object, key: KeyObject | Uint8Array = privateKey) =>
			await new SignJWT(claims)
				.setProtectedHeader({ ...header, ...more } as JWTHeaderParameters)
				.sign(key, { crit: { x: true } });
		const own = createPublicKey(privateKey).export({ format: 'jwk' });
		const unsigned = Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url');
		const [head = '', body = '', signature = ''] = jwt.split('.');
		const raised = Buffer.from(JSON.stringify({ ...claims, scope: 'admin' })).toString('base64url');
		const forged = [
			await signed({}),
			await signed({ kid: 'unknown' }),
			await signed({ kid: undefined, jwk: own }),
			await signed({ kid: undefined, jku: `${server.issuer}/oauth/jwks` }),
			await signed({ crit: ['x'], x: true }),
			await signed({ typ: 'JWT' }),
			await signed({ alg: 'HS256' }, new TextEncoder().encode(JSON.stringify(published))),
			await signed({ alg: 'HS256' }, Buffer.from(String(published?.['x']), 'base64url')),
			`${unsigned}.${body}.`,
			`${unsigned}.${body}.${signature}`,
			`${head}.${raised}.${signature}`,
			`${head}.${body}.`,
			`${head}.${body}`,
		];
		for (const each of forged) expect(await call(each)).toEqual([401, 'invalid_token']);
		expect(await call(jwt)).toEqual([200, undefined]);
	});

	test('NT-42: is no access token where it is a code, a refresh token or a secret', async () => {
		const code = await aCode();
		expect(await call(code)).toEqual([401, 'invalid_token']);
		const issued = await tokens({ grant_type: 'authorization_code', code });
		const refreshToken = String(issued['refresh_token']);
		expect(await call(refreshToken)).toEqual([401, 'invalid_token']);
		expect(await call(client.clientSecret ?? '')).toEqual([401, 'invalid_token']);
		expect(await call(String(issued['access_token']))).toEqual([200, undefined]);
	});

	test('ends with the consent that Access Admin revokes', async () => {
		const { access_token: token, refresh_token: refresh } = await tokens({
			grant_type: 'authorization_code',
			code: await aCode(),
		});
		const list = { resource: 'consent', operation: 'getAll' };
		const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;
		const shown = {
			consentId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
			clientId: client.clientId,
			client: 'A client',
			username: 'alice',
			scopes: ['read'],
			applications: [],
			designated: false,
			createdAt: time,
			updatedAt: time,
			revokedAt: null,
		};
		const { json } = await admin.run({ ...list, username: 'ALICE' });
		expect(json).toEqual([shown]);
		expect((await admin.run({ ...list, username: 'bob' })).json).toEqual([]);

		const { consentId } = json[0] as { readonly consentId: string };
		const revoke = { resource: 'consent', operation: 'revoke' };
		expect((await admin.run({ ...revoke, consentId })).json).toEqual([
			{ ...shown, consentId, revokedAt: time },
		]);
		expect(await call(String(token))).toEqual([401, 'invalid_token']);
		const renewed = await tokens({ grant_type: 'refresh_token', refresh_token: String(refresh) });
		expect(renewed['error']).toBe('invalid_grant');
		expect((await admin.run({ ...revoke, consentId: 'nothing' })).error?.message).toBe(
			'There is no consent with the id "nothing": choose one from the list.',
		);
	});
});
