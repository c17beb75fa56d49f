/** The clients that both servers have, with the same ids, secrets and settings. */
export const CLIENTS = {
	/** By HTTP Basic, with codes, refresh tokens and client credentials. */
	confidential: { type: 'confidential', authentication: 'client_secret_basic' },
	/** The same again, for what is another's. */
	other: { type: 'confidential', authentication: 'client_secret_basic' },
	/** Its secret comes in the body. */
	posting: { type: 'confidential', authentication: 'client_secret_post' },
	/** By signed assertions. */
	signing: { type: 'confidential', authentication: 'private_key_jwt' },
	/** A program on the user's own machine. */
	native: { type: 'public', authentication: 'none' },
	/** Has client credentials and nothing else. */
	codeless: { type: 'confidential', authentication: 'client_secret_basic' },
	/** Is known, and may do nothing. */
	disabled: { type: 'confidential', authentication: 'client_secret_basic' },
} as const;

export type ClientName = keyof typeof CLIENTS;

export const CALLBACK = 'https://client.example/cb';
export const LOOPBACK = 'http://127.0.0.1/cb';
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

export function grantsOf(name: ClientName): readonly string[] {
	if (name === 'native') return ['authorization_code', 'refresh_token'];
	if (name === 'codeless' || name === 'signing') return ['client_credentials'];
	return ['authorization_code', 'refresh_token', 'client_credentials'];
}

export interface Credentials {
	readonly id: string;
	readonly secret: string;
}

/** An answer, with its body read. */
export interface Reply {
	readonly status: number;
	readonly headers: Headers;
	readonly body: string;
	readonly json: Readonly<Record<string, unknown>>;
	/** What the browser is sent to the client with; `undefined` where it is sent nowhere or elsewhere. */
	readonly sent: URLSearchParams | undefined;
	/** Whether that stands in the fragment. */
	readonly inFragment: boolean;
	/** Whether somebody is asked to log in. */
	readonly asksToLogIn: boolean;
}

export interface Request {
	readonly method?: string;
	readonly search?: string;
	readonly body?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

export type Endpoint = 'authorize' | 'token' | 'revoke' | 'introspect';

/** One of the two servers that are compared. */
export interface Party {
	readonly issuer: string;
	readonly clients: Readonly<Record<ClientName, Credentials>>;
	/** Sends a request over HTTP, redirects not followed. */
	send(endpoint: Endpoint, request: Request): Promise<Reply>;
	/** Logs in as alice and agrees, as a browser does; gives the answer that it ends with. */
	finish(asked: Reply): Promise<Reply>;
	/** Sets its clock; milliseconds. */
	setTime(time: number): Promise<void>;
	/** Whether alice may do anything. */
	setUser(state: 'enabled' | 'disabled'): Promise<void>;
	/** Takes back all that alice agreed to. */
	endConsents(): Promise<void>;
	close(): Promise<void>;
}

const FORM = 'application/x-www-form-urlencoded';

function isCallback(location: string): boolean {
	const { protocol, hostname, pathname } = new URL(location, 'http://relative.example');
	return (
		location.startsWith(CALLBACK) ||
		(protocol === 'http:' && hostname === '127.0.0.1' && pathname === '/cb')
	);
}

/** Sends a request as it is, and follows no redirect. A header without text is left out. */
export async function exchange(
	address: string,
	{ method, search = '', body, headers = {} }: Request,
): Promise<Reply> {
	const fields = { accept: '*/*', ...(body === undefined ? {} : { 'content-type': FORM }) };
	const given = Object.entries({ ...fields, ...headers }).filter(([, text]) => text !== '');
	const answer = await fetch(search === '' ? address : `${address}?${search}`, {
		method: method ?? (body === undefined ? 'GET' : 'POST'),
		// Bytes bring no media type of their own.
		...(body === undefined ? {} : { body: Buffer.from(body) }),
		headers: Object.fromEntries(given),
		redirect: 'manual',
	});
	const text = await answer.text();
	const location = answer.headers.get('location') ?? '';
	const { hash, search: query } = new URL(location, address);
	const inFragment = hash.includes('=');
	const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
	return {
		status: answer.status,
		headers: answer.headers,
		body: text,
		json: isJson ? (JSON.parse(text) as Readonly<Record<string, unknown>>) : {},
		sent: isCallback(location)
			? new URLSearchParams(inFragment ? hash.slice(1) : query)
			: undefined,
		inFragment,
		asksToLogIn: location.includes('/interaction/') || text.includes('name="password"'),
	};
}
