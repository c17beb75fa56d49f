import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import {
	CALLBACK,
	type ClientName,
	CLIENTS,
	exchange,
	grantsOf,
	LOOPBACK,
	type Party,
	type Reply,
} from './party';

/** The same client as OpenID Connect Dynamic Client Registration 1.0 section 2 writes it. */
function metadataOf(name: ClientName, clients: Party['clients'], jwks: string): object {
	const { id, secret } = clients[name];
	const hasCodes = grantsOf(name).includes('authorization_code');
	return {
		client_id: id,
		...(secret === '' ? {} : { client_secret: secret }),
		application_type: name === 'native' ? 'native' : 'web',
		grant_types: grantsOf(name),
		response_types: hasCodes ? ['code'] : [],
		redirect_uris: name === 'signing' ? [] : [name === 'native' ? LOOPBACK : CALLBACK],
		token_endpoint_auth_method: CLIENTS[name].authentication,
		scope: 'read write',
		...(name === 'signing' ? { jwks: JSON.parse(jwks) as object } : {}),
	};
}

/** What a browser would keep of cookies. */
function cookieJar() {
	const kept = new Map<string, string>();
	return {
		field: () => [...kept].map(([name, value]) => `${name}=${value}`).join('; '),
		keep({ headers }: Reply) {
			for (const line of headers.getSetCookie()) {
				const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
				kept.set(name, value);
			}
		},
	};
}

/** A real oidc-provider in a process of its own, set up as alike as it can be. */
export async function oidcProviderServer(
	clients: Party['clients'],
	jwks: string,
	time: number,
): Promise<Party> {
	// It knows no disabled clients: here that is one that is not there.
	const names = (Object.keys(clients) as ClientName[]).filter((name) => name !== 'disabled');
	const metadata = names.map((name) => metadataOf(name, clients, jwks));
	const child = spawn(process.execPath, [join(__dirname, 'oidc-provider.mjs')], {
		env: { ...process.env, SETTINGS: JSON.stringify({ clients: metadata, time }) },
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	const heard = async (): Promise<unknown> => {
		const { value, done } = await lines.next();
		if (done === true) throw new Error('The process with oidc-provider has ended.');
		return JSON.parse(value);
	};
	const tell = async (what: object): Promise<void> => {
		child.stdin.write(`${JSON.stringify(what)}\n`);
		await heard();
	};
	const { issuer } = (await heard()) as { readonly issuer: string };

	return {
		issuer,
		clients,
		send: (endpoint, request) => exchange(`${issuer}/oauth/${endpoint}`, request),
		async finish(asked) {
			const cookies = cookieJar();
			let answer = asked;
			while (answer.sent === undefined && answer.headers.has('location')) {
				cookies.keep(answer);
				const next = new URL(answer.headers.get('location') ?? '', issuer);
				answer = await exchange(next.href, { headers: { cookie: cookies.field() } });
			}
			return answer;
		},
		setTime: (at) => tell({ time: at }),
		setUser: (state) => tell({ user: state }),
		endConsents: () => tell({ endConsents: true }),
		async close() {
			child.stdin.end();
			await ended;
		},
	};
}
