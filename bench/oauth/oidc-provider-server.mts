import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { listen } from '../http/listen.mts';
import { basic, firstToken, type MeasuredServer } from './measured-server.mts';
import { MemoryAdapter } from './memory-adapter.mts';
import { sqliteAdapter } from './sqlite-adapter.mts';

const CLIENT = {
	client_id: 'measured',
	client_secret: 'a secret of 43 letters, as ours have them.',
};
const DAY = 24 * 60 * 60;

/** oidc-provider, without an audit, behind a server of Node's own. */
export async function oidcProviderServer(
	storage: 'disk' | 'memory',
	connections: number,
): Promise<MeasuredServer> {
	const folder = await mkdtemp(join(tmpdir(), 'oidc-provider-bench-'));
	// It warns of each thing that a public server must set up anew.
	const { warn, info } = console;
	console.warn = console.info = () => {};
	const provider = new Provider('https://login.example', {
		adapter: storage === 'memory' ? MemoryAdapter : sqliteAdapter(join(folder, 'kept.sqlite')),
		clients: [
			{
				...CLIENT,
				grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
				response_types: ['code'],
				redirect_uris: ['https://client.example/cb'],
				scope: 'read',
			},
		],
		scopes: ['read'],
		rotateRefreshToken: true,
		issueRefreshToken: () => true,
		findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
		cookies: { keys: ['of no use here'] },
		routes: { token: '/oauth/token', introspection: '/oauth/introspect' },
		ttl: { AccessToken: 600, ClientCredentials: 600, Grant: DAY, RefreshToken: DAY },
		features: {
			devInteractions: { enabled: false },
			clientCredentials: { enabled: true },
			introspection: { enabled: true, allowedPolicy: () => true },
		},
	});
	Object.assign(console, { warn, info });
	const client = await provider.Client.find(CLIENT.client_id);
	const members = { accountId: 'alice', clientId: CLIENT.client_id };
	const refreshTokens = await Promise.all(
		Array.from({ length: connections }, async () => {
			const grant = new provider.Grant(members);
			grant.addOIDCScope('read');
			const grantId = await grant.save();
			const gty = 'authorization_code';
			const token = new provider.RefreshToken({ ...members, client, grantId, gty, scope: 'read' });
			return await token.save();
		}),
	);
	const server = await listen(provider.callback());
	const authorization = basic(CLIENT.client_id, CLIENT.client_secret);
	const accessToken = await firstToken(server.port, authorization);
	const close = async (): Promise<void> => {
		await server.close();
		await rm(folder, { recursive: true });
	};
	return { port: server.port, authorization, accessToken, refreshTokens, close };
}
