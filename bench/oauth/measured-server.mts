import type { Generator, Load } from '../http/generator.mts';
import type { BenchServer } from '../http/listen.mts';
import type { Variant } from '../measure/slice.mts';

/** An authorization server that is measured, with a client that may ask it. */
export interface MeasuredServer extends BenchServer {
	/** The client's `Authorization`. */
	readonly authorization: string;
	/** A token of the client that counts. */
	readonly accessToken: string;
	/** A refresh token for each connection. */
	readonly refreshTokens: readonly string[];
}

export const basic = (id: string, secret: string): string =>
	`Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString('base64')}`;

/** A token by client credentials, which also shows that the server answers. */
export async function firstToken(port: number, authorization: string): Promise<string> {
	const asked = await fetch(`http://127.0.0.1:${String(port)}/oauth/token`, {
		method: 'POST',
		headers: { authorization },
		body: new URLSearchParams({ grant_type: 'client_credentials' }),
	});
	if (!asked.ok) throw new Error(`The server gave no token: ${await asked.text()}`);
	return ((await asked.json()) as { readonly access_token: string }).access_token;
}

export const CONNECTIONS = 64;
const REQUESTS = 256;

type Request = Pick<Load, 'form' | 'refreshTokens'>;

/** What is asked of a server over and over. */
export const REQUESTS_BY_KIND = {
	clientCredentials: () => ({
		form: { path: '/oauth/token', text: 'grant_type=client_credentials&scope=read' },
	}),
	refresh: ({ refreshTokens }) => ({
		form: { path: '/oauth/token', text: 'grant_type=refresh_token' },
		refreshTokens,
	}),
	introspection: ({ accessToken }) => ({
		form: { path: '/oauth/introspect', text: `token=${accessToken}` },
	}),
	unknownToken: () => ({ form: { path: '/oauth/introspect', text: 'token=unknown' } }),
} satisfies Readonly<Record<string, (server: MeasuredServer) => Request>>;

export type RequestKind = keyof typeof REQUESTS_BY_KIND;

/** So many requests of a kind, from another process. */
export function requesting(
	name: string,
	server: MeasuredServer,
	kind: RequestKind,
	generator: Generator,
): Variant {
	const { port, authorization } = server;
	const load: Load = {
		port,
		headers: { authorization },
		expected: 200,
		requests: REQUESTS,
		connections: CONNECTIONS,
		...REQUESTS_BY_KIND[kind](server),
	};
	return {
		name,
		async batch() {
			await generator.send(load);
			return REQUESTS;
		},
	};
}
