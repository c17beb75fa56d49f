import { type Exchange, series, single } from '../exchange';
import { CALLBACK, CHALLENGE, LOOPBACK } from '../party';

/** Redirect URIs that are not the registered one, and what is wrong with them. */
const WRONG_URIS = [
	['NT-2', 'a slash more', `${CALLBACK}/`],
	['NT-2', 'a segment more', `${CALLBACK}/more`],
	['NT-2', 'a query', `${CALLBACK}?a=b`],
	['NT-2', 'a fragment', `${CALLBACK}#a`],
	['NT-2', 'another case', 'https://client.example/CB'],
	['NT-2', 'an encoded way up', 'https://client.example/x/%2e%2e/cb'],
	['NT-2', 'a user', 'https://user@client.example/cb'],
	['NT-4', 'any letter for the dot', 'https://clientXexample/cb'],
	['NT-4', 'a beginning', 'https://client.example/c'],
] as const;

const STATES = [
	['a line break', 'a\r\nSet-Cookie: x=y'],
	['a zero', 'a\0b'],
	['8 KiB', 'a'.repeat(8192)],
	['an emoji', '🔑'],
	['markup', '"><script>alert(1)</script>&'],
] as const;

const twice = (name: string, value: string): Exchange =>
	single('NT-5', `\`${name}\` twice`, ({ party }) => {
		const once = new URLSearchParams({
			response_type: 'code',
			client_id: party.clients.confidential.id,
			redirect_uri: CALLBACK,
			code_challenge: CHALLENGE,
			code_challenge_method: 'S256',
			state: 'the state',
			scope: 'read',
		});
		once.append(name, once.get(name) ?? value);
		if (once.getAll(name).length < 2) once.append(name, value);
		return party.send('authorize', { search: once.toString(), headers: { accept: 'text/html' } });
	});

/** The authorization endpoint. */
export const authorization: readonly Exchange[] = [
	single('NT-1', 'unknown client', ({ open }) => open({ client_id: 'unknown' })),
	single('NT-1', 'no client', ({ open }) => open({ client_id: undefined })),
	single('NT-1', 'disabled client', ({ open }) => open({}, 'disabled')),
	...WRONG_URIS.map(([id, what, uri]) =>
		single(id, `redirect URI with ${what}`, ({ open }) => open({ redirect_uri: uri })),
	),
	single('NT-2', 'no redirect URI, one registered', ({ open }) =>
		open({ redirect_uri: undefined }),
	),
	single('NT-3', 'loopback with port 1', ({ open }) =>
		open({ redirect_uri: 'http://127.0.0.1:1/cb' }, 'native'),
	),
	single('NT-3', 'loopback with port 65535', ({ open }) =>
		open({ redirect_uri: 'http://127.0.0.1:65535/cb' }, 'native'),
	),
	single('NT-3', 'loopback with another path', ({ open }) =>
		open({ redirect_uri: 'http://127.0.0.1:1/other' }, 'native'),
	),
	single('NT-3', '`localhost` for loopback', ({ open }) =>
		open({ redirect_uri: LOOPBACK.replace('127.0.0.1', 'localhost') }, 'native'),
	),
	...['client_id', 'redirect_uri', 'state', 'scope', 'response_type', 'anything'].map((name) =>
		twice(name, 'read'),
	),
	single('NT-6', 'public client without challenge', ({ open }) =>
		open({ code_challenge: undefined, code_challenge_method: undefined }, 'native'),
	),
	...['plain', 's256', undefined].map((method) =>
		single('NT-6', `challenge by the method ${method ?? 'of nothing'}`, ({ open }) =>
			open({ code_challenge_method: method }, 'native'),
		),
	),
	...[
		['42 letters', CHALLENGE.slice(1)],
		['44 letters', `${CHALLENGE}A`],
		['padding', `${CHALLENGE.slice(1)}=`],
		['a plus', `${CHALLENGE.slice(1)}+`],
		['a slash', `${CHALLENGE.slice(1)}/`],
	].map(([what, challenge]) =>
		single('NT-7', `challenge with ${String(what)}`, ({ open }) =>
			open({ code_challenge: challenge }),
		),
	),
	...['token', 'code token', 'none', 'id_token', ''].map((type) =>
		single('NT-8', `response type \`${type}\``, ({ open }) => open({ response_type: type })),
	),
	single('NT-8', 'client without codes', ({ open }) => open({}, 'codeless')),
	...[
		['unknown', 'unknown'],
		['of somebody else', 'read admin'],
		['with quotes', 'read "write"'],
		['with two spaces', 'read  write'],
	].map(([what, scope]) => single('NT-9', `scope ${String(what)}`, ({ open }) => open({ scope }))),
	...[
		['relative', () => '/relative'],
		['with a fragment', (issuer: string) => `${issuer}/applications/Default#a`],
		['unknown', (issuer: string) => `${issuer}/applications/Unknown`],
		['elsewhere', () => 'https://other.example'],
	].map(([what, resource]) =>
		single('NT-9', `resource ${String(what)}`, ({ open, party }) =>
			open({ resource: (resource as (issuer: string) => string)(party.issuer) }),
		),
	),
	single('NT-9', 'request object', ({ open }) => open({ request: 'eyJ' })),
	single('NT-9', 'address of a request object', ({ open }) =>
		open({ request_uri: 'https://evil.example/r' }),
	),
	single('NT-9', 'response mode `form_post`', ({ open }) => open({ response_mode: 'form_post' })),
	series('NT-10', 'state and issuer of a code', async function* ({ open, party }) {
		const { sent, status } = await party.finish(await open());
		yield `status ${String(status)}`;
		yield sent?.get('state') ?? 'no state';
		yield sent?.get('iss') === party.issuer ? 'issuer' : 'no issuer';
	}),
	series('NT-10', 'state and issuer of an error', async function* ({ open, party }) {
		const { sent, status } = await open({ response_type: 'unknown' });
		yield `status ${String(status)}`;
		yield sent?.get('state') ?? 'no state';
		yield sent?.get('iss') === party.issuer ? 'issuer' : 'no issuer';
	}),
	series('NT-12', 'page of an error', async function* ({ open }) {
		const { headers, status } = await open({ client_id: 'unknown' });
		yield `page ${String(status)}`;
		yield headers.get('x-frame-options') ?? 'may be framed';
		yield headers.get('cache-control') ?? 'may be kept';
		yield headers.get('referrer-policy') ?? 'may be named';
	}),
	...STATES.map(([what, state]) =>
		series('NT-13', `state with ${what}`, async function* ({ open }) {
			const reply = await open({ state, scope: '"' });
			yield reply;
			yield reply.sent?.get('state') === state ? 'as it was' : 'changed';
			yield /^[\x21-\x7e]*$/.test(reply.headers.get('location') ?? '') ? 'encoded' : 'raw';
		}),
	),
];
