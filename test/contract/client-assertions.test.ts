import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

import { usedOnceOf } from '../../src/store/used-once';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	CALLBACK,
	ISSUER,
	type TestServer,
} from './an-authorization-server';

const without = (payload: JWTPayload, name: string): JWTPayload =>
	Object.fromEntries(Object.entries(payload).filter(([each]) => each !== name));

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

describe.each(stores)('a client assertion in $engine', ({ create }) => {
	let server: TestServer;
	let clientId: string;
	let key: CryptoKey;
	let publicText: string;
	let count = 0;
	beforeAll(async () => {
		server = await anAuthorizationServer(create);
		const pair = await generateKeyPair('ES256', { extractable: true });
		key = pair.privateKey;
		const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one' };
		publicText = JSON.stringify(jwk);
		const client = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['client_credentials'],
			authentication: 'private_key_jwt',
			jwks: JSON.stringify({ keys: [jwk] }),
		});
		clientId = client.clientId;
	});
	afterAll(() => server.close());

	const claims = (): JWTPayload => {
		const seconds = server.clock.time / 1000;
		count += 1;
		return {
			iss: clientId,
			sub: clientId,
			aud: ISSUER,
			exp: seconds + 60,
			iat: seconds,
			jti: `assertion-${String(count)}`,
		};
	};
	const sign = async (payload: JWTPayload, header = { alg: 'ES256', kid: 'one' }) =>
		await new SignJWT(payload).setProtectedHeader(header).sign(key);
	const send = async (assertion: string, more: object = {}) => {
		const form = {
			grant_type: 'client_credentials',
			client_assertion_type: TYPE,
			client_assertion: assertion,
			...more,
		};
		// Each from an address of its own: these are not attempts to guess.
		count += 1;
		const address = `10.0.${String(count >> 8)}.${String(count & 255)}`;
		const { status, json } = await server.ask('token', { form, address });
		return status === 200 ? 200 : [status, json['error']];
	};

	test('is taken once', async () => {
		const assertion = await sign(claims());
		expect(await send(assertion)).toBe(200);
		expect(await send(assertion)).toEqual([401, 'invalid_client']);
		expect((await server.decisions())[0]).toBe('token.issue refused assertion-replayed');
		expect(await send(await sign(claims()), { client_id: clientId })).toBe(200);
	});

	test.each([0.5, 0.123456, 0.0001])('may end %d s after a whole second', async (fraction) => {
		const { exp = 0, ...others } = claims();
		const assertion = await sign({ ...others, exp: exp + fraction });
		expect(await send(assertion)).toBe(200);
		expect(await send(assertion)).toEqual([401, 'invalid_client']);
		expect((await server.decisions())[0]).toBe('token.issue refused assertion-replayed');
	});

	test('that ends within a second is remembered for as long as it would be taken', async () => {
		const { exp = 0, ...others } = claims();
		const assertion = await sign({ ...others, exp: exp + 0.1 });
		expect(await send(assertion)).toBe(200);
		server.clock.time = (exp + 30) * 1000 + 999;
		await usedOnceOf(server.store, server.realm.id).prune(server.clock.now());
		expect(await send(assertion)).toEqual([401, 'invalid_client']);
		expect((await server.decisions())[0]).toBe('token.issue refused assertion-replayed');
		server.clock.time += 1;
		expect(await send(assertion)).toEqual([401, 'invalid_client']);
		expect((await server.decisions())[0]).toBe('token.issue refused assertion-lifetime');
	});

	test('of fifty at once is taken once', async () => {
		const assertion = await sign(claims());
		const sent = Array.from({ length: 50 }, () => send(assertion));
		const taken = (await Promise.all(sent)).filter((outcome) => outcome === 200);
		expect(taken).toHaveLength(1);
	});

	test('NT-29: is refused where it differs in one thing', async () => {
		const seconds = server.clock.time / 1000;
		const unsigned = (payload: JWTPayload): string =>
			[{ alg: 'none' }, payload]
				.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
				.join('.') + '.';
		const nameless = without(claims(), 'jti');
		const unending = without(claims(), 'exp');
		const wrong = [
			await sign({ ...claims(), aud: [ISSUER] }),
			await sign({ ...claims(), aud: [ISSUER, 'https://other.example'] }),
			await sign({ ...claims(), aud: 'https://other.example' }),
			await sign({ ...claims(), aud: `${ISSUER}/oauth/token` }),
			await sign({ ...claims(), exp: seconds - 31 }),
			await sign({ ...claims(), exp: seconds + 331 }),
			await sign({ ...claims(), nbf: seconds + 60 }),
			await sign({ ...claims(), iss: 'another' }),
			await sign({ ...claims(), sub: server.confidential.clientId }),
			await sign(nameless),
			await sign({ ...claims(), jti: null as never }),
			await sign({ ...claims(), jti: 5 as never }),
			await sign(unending),
			await sign(claims(), { alg: 'ES256', kid: 'two' }),
			await sign(claims(), { alg: 'ES256', kid: 'one', typ: 'at+jwt' } as never),
			unsigned(claims()),
			await new SignJWT(claims())
				.setProtectedHeader({ alg: 'HS256', kid: 'one' })
				.sign(new TextEncoder().encode(publicText)),
			'a.b.c',
			'',
		];
		const outcomes: unknown[] = [];
		for (const assertion of wrong.slice(0, -1)) outcomes.push(await send(assertion));
		expect(outcomes).toEqual(Array(wrong.length - 1).fill([401, 'invalid_client']));
		const other = { client_id: server.confidential.clientId };
		expect(await send(await sign(claims()), other)).toEqual([401, 'invalid_client']);
		const type = { client_assertion_type: 'urn:other' };
		expect(await send(await sign(claims()), type)).toEqual([401, 'invalid_client']);
	});
});
