import type { RegisteredClient } from '../../src/realm/realm';
import { A_CALL, aMessage, valueOf } from '../a-realm';
import type { StoreKind } from '../stores';
import { outcomeOf, TOKEN_POLICY } from './a-token-realm';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	PASSWORD,
	type Reply,
	type TestServer,
} from './an-authorization-server';

/** A server with a client that has the password grant, and with a password of alice's. */
export interface PasswordServer extends TestServer {
	readonly client: RegisteredClient;
	logIn(username?: string): Promise<Reply>;
	/** Exchanges the refresh token of an answer. */
	refresh(reply: Pick<Reply, 'json'>, address?: string): Promise<Reply>;
	/** What comes of a call with the access token of an answer. */
	callWith(reply: Pick<Reply, 'json'>): Promise<string>;
}

export async function aPasswordClient(
	create: StoreKind['create'],
	parts: object = {},
): Promise<PasswordServer> {
	const server = await anAuthorizationServer(create);
	const grants = ['password', 'refresh_token'];
	const client = await server.register({ callbackUrls: [CALLBACK], grants, ...parts });
	valueOf(await server.realm.administer.passwords.set('alice', PASSWORD));
	const headers = [basic(client.clientId, client.clientSecret ?? '')];
	return {
		...server,
		client,
		logIn: async (username = 'alice') => {
			const form = { grant_type: 'password', username, password: PASSWORD };
			return await server.ask('token', { form, headers });
		},
		refresh: async ({ json }, address = '192.0.2.7') => {
			const form = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) };
			return await server.ask('token', { form, headers, address });
		},
		callWith: async ({ json }) => {
			const authorization = ['Authorization', `Bearer ${String(json['access_token'])}`] as const;
			const message = aMessage({ headerFields: [authorization] });
			return outcomeOf(await server.realm.authenticate(message, TOKEN_POLICY, A_CALL));
		},
	};
}
