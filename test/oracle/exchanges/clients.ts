import { damaged } from '../../damaged';
import { type Exchange, series, single } from '../exchange';
import { basic, type Talk } from '../talk';

const CLIENT = { grant_type: 'client_credentials' };

/** A secret as it stands in HTTP Basic, written in one way or another. */
const written = ({ send, party }: Talk, write: (id: string, secret: string) => string) => {
	const { id, secret } = party.clients.confidential;
	const authorization = `Basic ${Buffer.from(write(id, secret)).toString('base64')}`;
	return send('token', CLIENT, { headers: { authorization } });
};

/** How a client shows who it is. */
export const clients: readonly Exchange[] = [
	series('NT-14', 'token request by GET', async function* ({ party }) {
		const reply = await party.send('token', { search: 'grant_type=client_credentials' });
		yield reply;
		yield `Allow: ${reply.headers.get('allow') ?? 'none'}`;
	}),
	...['application/json', 'multipart/form-data; boundary=a', 'text/plain', ''].map((type) =>
		single('NT-14', `token request as ${type === '' ? 'nothing' : type}`, ({ post, party }) =>
			post('token', 'grant_type=client_credentials', 'confidential', {
				headers: { ...basic(party.clients.confidential), 'content-type': type },
			}),
		),
	),
	series('NT-15', 'wrong secret, unknown client', async function* ({ send, party }) {
		const { id, secret } = party.clients.confidential;
		const shown = [
			{ id, secret: damaged(secret) },
			{ id: 'b90e960f-fcc7-8c12-be93-eb486528ef59', secret },
		];
		const bodies: string[] = [];
		for (const each of shown) {
			const reply = await send('token', CLIENT, { headers: basic(each) });
			bodies.push(reply.body);
			yield reply;
			yield reply.headers.get('www-authenticate')?.split(' ')[0] ?? 'no challenge';
		}
		yield bodies[0] === bodies[1] ? 'the same' : 'told apart';
	}),
	single('NT-15', 'disabled client', ({ post }) => post('token', CLIENT, 'disabled')),
	single('NT-15', 'no client', ({ send }) => send('token', CLIENT)),
	single('NT-16', 'secret in header and body', ({ post, party }) =>
		post('token', { ...CLIENT, client_secret: party.clients.confidential.secret }),
	),
	single('NT-16', 'secret in the query', ({ send, party }) => {
		const { id, secret } = party.clients.posting;
		return send('token', CLIENT, { search: `client_id=${id}&client_secret=${secret}` });
	}),
	single('NT-16', 'secret in the query too', ({ post, party }) =>
		post('token', CLIENT, 'posting', { search: `client_secret=${party.clients.posting.secret}` }),
	),
	single('NT-16', 'two client ids', ({ post }) => post('token', { ...CLIENT, client_id: 'other' })),
	single('NT-17', 'Basic for a client that posts', ({ send, party }) =>
		send('token', CLIENT, { headers: basic(party.clients.posting) }),
	),
	single('NT-17', 'posted for a client with Basic', ({ send, party }) => {
		const { id, secret } = party.clients.confidential;
		return send('token', { ...CLIENT, client_id: id, client_secret: secret });
	}),
	single('NT-17', 'no secret for a client with one', ({ send, party }) =>
		send('token', { ...CLIENT, client_id: party.clients.confidential.id }),
	),
	single('NT-18', 'Basic, form-encoded', (talk) =>
		written(talk, (id, secret) => `${id.replaceAll('-', '%2D')}:${secret.replaceAll('_', '%5F')}`),
	),
	single('NT-18', 'Basic with a stray percent sign', (talk) =>
		written(talk, (id, secret) => `${id}:${secret}%`),
	),
	single('NT-18', 'Basic with a raw letter beyond ASCII', (talk) =>
		written(talk, (id, secret) => `${id}:${secret}é`),
	),
	single('NT-18', 'Basic without a colon', (talk) => written(talk, (id) => id)),
	single('NT-18', 'Basic that is not base64', ({ send }) =>
		send('token', CLIENT, { headers: { authorization: 'Basic *' } }),
	),
];
