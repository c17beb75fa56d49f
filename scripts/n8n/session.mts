/** A signed-in owner of an n8n. */
export interface Session {
	readonly url: string;
	readonly cookie: string;
	/** Calls n8n's REST interface and gives the answer's `data`; any status from 400 on is an error. */
	readonly rest: <T>(method: string, path: string, body?: unknown) => Promise<T>;
}

export interface Owner {
	readonly email: string;
	readonly password: string;
}

const LIMIT_MS = 120_000;

/** Makes the first owner of a fresh n8n and signs in as that owner. */
export async function setUpOwner(url: string, owner: Owner): Promise<Session> {
	return await signIn(url, '/owner/setup', { ...owner, firstName: 'Incoming', lastName: 'API' });
}

/** Signs in to an n8n that has an owner. */
export async function logIn(url: string, { email, password }: Owner): Promise<Session> {
	return await signIn(url, '/login', { emailOrLdapLoginId: email, password });
}

async function signIn(url: string, path: string, body: unknown): Promise<Session> {
	const answer = await send(url, 'POST', path, body);
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0] ?? '')
		.find((pair) => pair.startsWith('n8n-auth='));
	if (!cookie) throw new Error(`n8n sent no session cookie for ${path}.`);
	return {
		url,
		cookie,
		rest: async <T,>(method: string, to: string, content?: unknown) => {
			const { data } = (await (await send(url, method, to, content, cookie)).json()) as { data: T };
			return data;
		},
	};
}

async function send(url: string, method: string, path: string, body?: unknown, cookie = '') {
	const answer = await fetch(`${url}/rest${path}`, {
		method,
		// n8n closes a connection that has been idle for a moment, at times while a request is on its way.
		headers: { cookie, 'content-type': 'application/json', connection: 'close' },
		signal: AbortSignal.timeout(LIMIT_MS),
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	if (answer.ok) return answer;
	throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
}
