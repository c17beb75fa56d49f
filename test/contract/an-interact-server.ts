import type { IssuedApiKey } from '../../src/administration/api-keys';
import type { Realm, Verdict } from '../../src/realm/realm';
import { A_CALL, aMessage, valueOf } from '../a-realm';
import type { StoreKind } from '../stores';
import { TOKEN_POLICY } from './a-token-realm';
import {
	anAuthorizationServer,
	PASSWORD,
	type Reply,
	type TestServer,
} from './an-authorization-server';

type Parts = Readonly<Record<string, string | undefined>>;

/** What a test changes of a request; `undefined` leaves a part out. */
export interface Asked {
	readonly form?: Parts;
	readonly query?: string;
	readonly tenant?: string | undefined;
	readonly headers?: readonly (readonly [string, string])[];
	readonly method?: string;
	readonly address?: string;
	readonly realm?: Realm;
	/** Whether log-ins by name and password are on. */
	readonly interactPasswordGrant?: boolean;
}

/** A server with a key pair of alice's that may act as bob, whom Interact knows as `person-1`. */
export interface InteractServer extends TestServer {
	readonly pair: IssuedApiKey & { readonly secret: string };
	/** Asks for a token by key and secret, as it should be unless said otherwise. */
	logIn(asked?: Asked): Promise<Reply>;
	/** Asks for a token as bob, by name and password, which is on unless said otherwise. */
	logInByPassword(asked?: Asked): Promise<Reply>;
	refresh(refreshToken: unknown, asked?: Asked): Promise<Reply>;
	/** A call with a token and the tenant beside it. */
	callWith(reply: Reply, tenant?: string): Promise<Verdict>;
}

/** The one answer to all that is shown and wrong. */
export const WRONG = { Message: 'What was presented does not hold.' };
export const PERSON = 'person-1';

export async function anInteractServer(create: StoreKind['create']): Promise<InteractServer> {
	const server = await anAuthorizationServer(create);
	const { realm } = server;
	const { users, apiKeys } = realm.administer;
	valueOf(await users.create({ username: 'bob', personId: PERSON }));
	const issued = valueOf(
		await apiKeys.generate({
			username: 'alice',
			name: 'Interact',
			kind: 'pair',
			actAs: { usernames: ['bob'] },
		}),
	);
	const pair = { ...issued, secret: issued.secret ?? '' };
	const ask = async (form: Parts, query: string, asked: Asked): Promise<Reply> => {
		const tenant = 'tenant' in asked ? asked.tenant : realm.id;
		const named: readonly (readonly [string, string])[] =
			tenant === undefined ? [] : [['X-Tenant', tenant]];
		return await server.ask('interactToken', {
			form: { ...form, ...asked.form },
			search: asked.query ?? query,
			headers: [...named, ['Accept', 'application/json'], ...(asked.headers ?? [])],
			...(asked.method === undefined ? {} : { method: asked.method }),
			...(asked.address === undefined ? {} : { address: asked.address }),
			...(asked.realm === undefined ? {} : { realm: asked.realm }),
			interactPasswordGrant: asked.interactPasswordGrant ?? false,
		});
	};
	return {
		...server,
		pair,
		logIn: async (asked = {}) => {
			const code = `${pair.key}__${pair.secret}`;
			const form = { grant_type: 'authorization_code', code, context: 'KeySecret' };
			return await ask(form, `personid=${PERSON}`, asked);
		},
		logInByPassword: async (asked = {}) => {
			const form = { grant_type: 'password', username: 'bob', password: PASSWORD };
			return await ask(form, '', { interactPasswordGrant: true, ...asked });
		},
		refresh: async (refreshToken, asked = {}) => {
			const form = { grant_type: 'refresh_token', refresh_token: String(refreshToken) };
			return await ask(form, '', asked);
		},
		callWith: async ({ json }, tenant = realm.id) => {
			const authorization = ['Authorization', `Bearer ${String(json['access_token'])}`] as const;
			const headerFields = [authorization, ['X-Tenant', tenant] as const];
			return await realm.authenticate(aMessage({ headerFields }), TOKEN_POLICY, A_CALL);
		},
	};
}
