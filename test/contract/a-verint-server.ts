import { valueOf } from '../a-realm';
import type { TestStorage } from '../stores';
import {
	anAuthorizationServer,
	CALLBACK,
	type OpenPage,
	PASSWORD,
	type Reply,
	type TestServer,
} from './an-authorization-server';

type Form = Readonly<Record<string, string | undefined>>;

/** Speaks the Verint dialect. */
export interface VerintServer extends TestServer {
	/** A client with codes, refresh tokens, and alice to act as; there is bob too. */
	readonly id: { readonly client_id: string };
	readonly shown: { readonly client_id: string; readonly client_secret: string };
	/** Asks the token endpoint, as that client where the form names no other. */
	verintToken(form: Form): Promise<Reply>;
	/** The dialect's page for that client, without PKCE, as the product knows none. */
	openVerint(parameters?: Form): Promise<OpenPage>;
	/** Agrees as alice. */
	agreeVerint(parameters?: Form): Promise<Reply>;
	/** Registers one more client of the dialect. */
	registered(parts: object): Promise<VerintServer['shown']>;
	/** One more user, who may be tried five times at once. */
	addUser(username: string): Promise<void>;
}

export async function aVerintServer(create: () => Promise<TestStorage>): Promise<VerintServer> {
	const server = await anAuthorizationServer(create);
	const { administer } = server.realm;
	const registered: VerintServer['registered'] = async (parts) => {
		const { clientId, clientSecret = '' } = await server.register({
			dialects: ['verint'],
			mainUrl: 'https://client.example',
			callbackUrls: [CALLBACK],
			scopes: [],
			...parts,
		});
		return { client_id: clientId, client_secret: clientSecret };
	};
	valueOf(await administer.passwords.set('alice', PASSWORD));
	valueOf(await administer.users.create({ username: 'bob' }));
	const grants = ['authorization_code', 'refresh_token', 'client_credentials'];
	const shown = await registered({ grants, actAs: { usernames: ['alice'] } });
	const id = { client_id: shown.client_id };
	const asked = { ...id, code_challenge: undefined, code_challenge_method: undefined };
	return {
		...server,
		id,
		shown,
		registered,
		verintToken: (form) => server.ask('verintToken', { form: { ...shown, ...form } }),
		openVerint: (parameters) => server.open({ ...asked, ...parameters }, 'verintAuthorize'),
		agreeVerint: (parameters) => server.agree({ ...asked, ...parameters }, 'verintAuthorize'),
		async addUser(username) {
			valueOf(await administer.users.create({ username }));
			valueOf(await administer.passwords.set(username, PASSWORD));
		},
	};
}
