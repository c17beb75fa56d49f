import type { KeyObject } from 'node:crypto';

import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

import { type Exchange, series, single } from '../exchange';
import type { Reply } from '../party';
import type { Talk } from '../talk';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What the client of assertions signs with. */
export interface AssertionKey {
	readonly key: KeyObject;
	readonly publicJwk: Readonly<Record<string, unknown>>;
	/** Seconds. */
	readonly now: () => number;
}

/** Assertions of a client (RFC 7523). */
export function assertions({ key, publicJwk, now }: AssertionKey): readonly Exchange[] {
	let count = 0;
	const claims = ({ party }: Talk): JWTPayload => {
		count += 1;
		const { id } = party.clients.signing;
		const jti = `assertion-${String(count)}`;
		return { iss: id, sub: id, aud: party.issuer, iat: now(), exp: now() + 60, jti };
	};
	const signed = (payload: JWTPayload, header: Partial<JWTHeaderParameters> = {}) =>
		new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'one', ...header }).sign(key);
	const send = async ({ send: post }: Talk, assertion: string, more: object = {}): Promise<Reply> =>
		await post('token', {
			grant_type: 'client_credentials',
			client_assertion_type: TYPE,
			client_assertion: assertion,
			...more,
		});
	const differing = (
		what: string,
		parts: (talk: Talk) => JWTPayload,
		header?: Partial<JWTHeaderParameters>,
	): Exchange =>
		single('NT-29', what, async (talk) =>
			send(talk, await signed({ ...claims(talk), ...parts(talk) }, header)),
		);

	return [
		series('NT-29', 'assertion, and again', async function* (talk) {
			const assertion = await signed(claims(talk));
			yield await send(talk, assertion);
			yield await send(talk, assertion);
		}),
		differing('audience in a list', ({ party }) => ({ aud: [party.issuer] })),
		differing('audience with another', ({ party }) => ({
			aud: [party.issuer, 'https://other.example'],
		})),
		differing('audience elsewhere', () => ({ aud: 'https://other.example' })),
		differing('audience is the token endpoint', ({ party }) => ({
			aud: `${party.issuer}/oauth/token`,
		})),
		differing('expired', () => ({ exp: now() - 31 })),
		differing('valid for 331 seconds', () => ({ exp: now() + 331 })),
		differing('not yet valid', () => ({ nbf: now() + 60 })),
		differing('another issuer', () => ({ iss: 'another' })),
		differing('subject is another client', ({ party }) => ({ sub: party.clients.other.id })),
		differing('no `jti`', () => ({ jti: undefined }) as never),
		differing('no `exp`', () => ({ exp: undefined }) as never),
		differing('unknown key id', () => ({}), { kid: 'two' }),
		differing('type `at+jwt`', () => ({}), { typ: 'at+jwt' }),
		single('NT-29', 'algorithm `none`', async (talk) => {
			const parts = [{ alg: 'none' }, claims(talk)].map((part) =>
				Buffer.from(JSON.stringify(part)).toString('base64url'),
			);
			return await send(talk, `${parts.join('.')}.`);
		}),
		single('NT-29', 'HS256 by the public key', async (talk) => {
			const secret = new TextEncoder().encode(JSON.stringify(publicJwk));
			const header = { alg: 'HS256', kid: 'one' };
			return await send(
				talk,
				await new SignJWT(claims(talk)).setProtectedHeader(header).sign(secret),
			);
		}),
		single('NT-29', 'no JWT', (talk) => send(talk, 'a.b.c')),
		single('NT-29', 'client id of another', async (talk) =>
			send(talk, await signed(claims(talk)), { client_id: talk.party.clients.other.id }),
		),
		single('NT-29', 'unknown type of assertion', async (talk) =>
			send(talk, await signed(claims(talk)), { client_assertion_type: 'urn:other' }),
		),
	];
}
