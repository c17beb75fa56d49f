import { openRealmBy } from '../../src/n8n/open-realms';
import type { Realm, RegisteredClient } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { fieldsOf } from '../contract/an-authorization-server';
import { anAdminNode } from '../n8n/admin-node';
import { aListeningServer } from '../n8n/listening-server';
import {
	CALLBACK,
	type ClientName,
	CLIENTS,
	type Credentials,
	exchange,
	grantsOf,
	LOOPBACK,
	type Party,
	type Reply,
} from './party';

const PASSWORD = 'correct horse battery staple';

async function register(
	{ administer: { clients } }: Realm,
	name: ClientName,
	jwks: string,
): Promise<Credentials> {
	const { type, authentication } = CLIENTS[name];
	const hasPages = name !== 'signing';
	const registered: RegisteredClient = valueOf(
		await clients.register({
			name,
			type,
			authentication,
			grants: grantsOf(name) as never,
			scopes: ['read', 'write'],
			...(hasPages ? { callbackUrls: [name === 'native' ? LOOPBACK : CALLBACK] } : {}),
			...(name === 'signing' ? { jwks } : {}),
		}),
	);
	if (name === 'disabled') valueOf(await clients.setState(registered.clientId, 'disabled'));
	return { id: registered.clientId, secret: registered.clientSecret ?? '' };
}

/** The Authorization Server Trigger in n8n's engine, behind an HTTP server. */
export async function ourServer(jwks: string): Promise<Party> {
	const admin = await anAdminNode();
	const { realm } = await openRealmBy(admin.fields);
	const server = await aListeningServer(admin.fields);
	await realm.authorizationServer.keepIssuer(server.issuer);
	const { administer } = realm;
	valueOf(await administer.users.create({ username: 'alice' }));
	valueOf(await administer.passwords.set('alice', PASSWORD));
	valueOf(await administer.applications.create('Orders'));
	const clients: Partial<Record<ClientName, Credentials>> = {};
	for (const name of Object.keys(CLIENTS) as ClientName[]) {
		clients[name] = await register(realm, name, jwks);
	}
	const send: Party['send'] = (endpoint, request) =>
		exchange(`${server.issuer}/oauth/${endpoint}`, request);
	const submit = async ({ body }: Reply, filled: Record<string, string>): Promise<Reply> => {
		const form = new URLSearchParams({ ...fieldsOf(body), ...filled });
		return await send('authorize', { body: form.toString() });
	};
	return {
		issuer: server.issuer,
		clients: clients as Party['clients'],
		send,
		async finish(asked) {
			const answer = await submit(asked, { username: 'alice', password: PASSWORD });
			const asksForConsent = answer.body.includes('name="decision"');
			return asksForConsent ? await submit(answer, { decision: 'allow' }) : answer;
		},
		// Its clock is the one of this process.
		setTime: () => Promise.resolve(),
		async setUser(state) {
			valueOf(await administer.users.setState('alice', state));
		},
		async endConsents() {
			const given = await administer.consents.getAll({});
			await Promise.all(given.map(({ id }) => administer.consents.revoke(id)));
		},
		async close() {
			await server.close();
			await admin.close();
		},
	};
}
