import {
	CALLBACK,
	CHALLENGE,
	type ClientName,
	CLIENTS,
	type Credentials,
	type Endpoint,
	LOOPBACK,
	type Party,
	type Reply,
	type Request,
	VERIFIER,
} from './party';

export type Parameters = Readonly<Record<string, string | undefined>>;
type Form = Parameters | string;

const textOf = (form: Form): string => {
	if (typeof form === 'string') return form;
	const given = Object.entries(form).filter(([, value]) => value !== undefined);
	return new URLSearchParams(given as [string, string][]).toString();
};

export const basic = ({ id, secret }: Credentials): Readonly<Record<string, string>> => ({
	authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

/** Requests in the words of the battery, to either server. */
export interface Talk {
	readonly party: Party;
	/** Asks for authorization as the confidential client, or another. */
	open(parameters?: Parameters, by?: ClientName): Promise<Reply>;
	/** Goes all the way to a code. */
	code(parameters?: Parameters, by?: ClientName): Promise<string>;
	/** Sends a form as a client, in the way that it is registered with. */
	post(endpoint: Endpoint, form: Form, by?: ClientName, more?: Request): Promise<Reply>;
	/** Sends a form as nobody. */
	send(endpoint: Endpoint, form: Form, more?: Request): Promise<Reply>;
	redeem(code: string, parts?: Parameters, by?: ClientName): Promise<Reply>;
	/** Tokens of a new grant. */
	tokens(parameters?: Parameters): Promise<Tokens>;
	refresh(token: string, parts?: Parameters, by?: ClientName): Promise<Reply>;
	/** Lets time pass; milliseconds. */
	wait(milliseconds: number): Promise<void>;
	/** Whether the client may go on with an access token. */
	isActive(token: string): Promise<string>;
}

/** The time that both servers have. */
export interface Clock {
	time: number;
}

export interface Tokens {
	readonly access: string;
	readonly refresh: string;
}

export const tokensIn = ({ json }: Reply): Tokens => ({
	access: String(json['access_token']),
	refresh: String(json['refresh_token']),
});

export function talkTo(party: Party, clock: Clock): Talk {
	const { clients } = party;
	const send: Talk['send'] = (endpoint, form, more) =>
		party.send(endpoint, { body: textOf(form), ...more });
	const post: Talk['post'] = (endpoint, form, by = 'confidential', more = {}) => {
		const { authentication } = CLIENTS[by];
		if (authentication === 'client_secret_basic') {
			return send(endpoint, form, { headers: basic(clients[by]), ...more });
		}
		const { id, secret } = clients[by];
		const shown = authentication === 'none' ? {} : { client_secret: secret };
		return send(endpoint, `${textOf(form)}&${textOf({ client_id: id, ...shown })}`, more);
	};
	const open: Talk['open'] = (parameters = {}, by = 'confidential') => {
		const search = textOf({
			response_type: 'code',
			client_id: clients[by].id,
			redirect_uri: by === 'native' ? LOOPBACK : CALLBACK,
			state: 'the state',
			scope: 'read write',
			code_challenge: CHALLENGE,
			code_challenge_method: 'S256',
			...parameters,
		});
		return party.send('authorize', { search, headers: { accept: 'text/html' } });
	};
	const code: Talk['code'] = async (parameters, by) => {
		const { sent, status, body } = await party.finish(await open(parameters, by));
		const given = sent?.get('code');
		if (typeof given !== 'string') throw new Error(`No code: ${String(status)} ${body}`);
		return given;
	};
	const redeem: Talk['redeem'] = (text, parts = {}, by = 'confidential') => {
		const form = { grant_type: 'authorization_code', code: text, redirect_uri: CALLBACK };
		return post('token', { ...form, code_verifier: VERIFIER, ...parts }, by);
	};
	return {
		party,
		open,
		code,
		post,
		send,
		redeem,
		tokens: async (parameters) => tokensIn(await redeem(await code(parameters))),
		refresh: (token, parts = {}, by = 'confidential') =>
			post('token', { grant_type: 'refresh_token', refresh_token: token, ...parts }, by),
		async wait(milliseconds) {
			clock.time += milliseconds;
			await party.setTime(clock.time);
		},
		async isActive(token) {
			const { json } = await post('introspect', { token });
			return json['active'] === true ? 'live' : 'dead';
		},
	};
}

/** What a reply comes to, in few words. */
export function told({ status, headers, json, sent, inFragment, asksToLogIn }: Reply): string {
	if (asksToLogIn) return 'log-in';
	const error = sent?.get('error');
	if (typeof error === 'string') return `redirect${inFragment ? ' by fragment' : ''} ${error}`;
	if (sent?.has('code') === true) return 'code';
	if (headers.get('content-type')?.startsWith('text/html') === true)
		return `page ${String(status)}`;
	return [status, json['error']].filter((part) => part !== undefined).join(' ');
}
