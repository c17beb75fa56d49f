import { type Exchange, series, single } from '../exchange';
import { CALLBACK, CHALLENGE, VERIFIER } from '../party';
import { tokensIn } from '../talk';

const CLIENT = { grant_type: 'client_credentials' };
const WRONG = VERIFIER.replace('d', 'e');

/** Codes, and what else the token endpoint takes. */
export const codes: readonly Exchange[] = [
	...[
		['the right verifier', {}],
		['a wrong verifier', { code_verifier: WRONG }],
		['another redirect URI', { redirect_uri: `${CALLBACK}/` }],
	].map(([what, parts]) =>
		series('NT-19', `code again, with ${String(what)}`, async function* (talk) {
			const code = await talk.code();
			const first = await talk.redeem(code);
			yield first;
			yield await talk.redeem(code, parts as Record<string, string>);
			const { access, refresh } = tokensIn(first);
			yield await talk.isActive(access);
			yield await talk.refresh(refresh);
		}),
	),
	series('NT-21', 'failed with a code, then its owner', async function* (talk) {
		const code = await talk.code();
		yield await talk.redeem(code, {}, 'other');
		yield await talk.redeem(code, { code_verifier: WRONG });
		yield await talk.redeem(code, { redirect_uri: `${CALLBACK}/` });
		yield await talk.redeem(code);
	}),
	series('NT-22', 'redirect URI left out', async function* (talk) {
		const code = await talk.code();
		yield await talk.redeem(code, { redirect_uri: undefined });
	}),
	series('NT-22', 'redirect URI newly added', async function* (talk) {
		const code = await talk.code({ redirect_uri: undefined });
		yield await talk.redeem(code);
	}),
	series('NT-22', 'redirect URI in neither', async function* (talk) {
		const code = await talk.code({ redirect_uri: undefined });
		yield await talk.redeem(code, { redirect_uri: undefined });
	}),
	...[
		['missing', undefined],
		['of 42 letters', VERIFIER.slice(1)],
		['of 129 letters', 'a'.repeat(129)],
		['that is the challenge', CHALLENGE],
	].map(([what, verifier]) =>
		series('NT-23', `verifier ${String(what)}, then right`, async function* (talk) {
			const code = await talk.code();
			yield await talk.redeem(code, { code_verifier: verifier });
			yield await talk.redeem(code);
		}),
	),
	series('NT-24', 'verifier without a challenge, then none', async function* (talk) {
		const code = await talk.code({ code_challenge: undefined, code_challenge_method: undefined });
		yield await talk.redeem(code);
		yield await talk.redeem(code, { code_verifier: undefined });
	}),
	series('NT-26', 'client credentials', async function* ({ post }) {
		const { status, json } = await post('token', { ...CLIENT, scope: 'read' });
		yield String(status);
		yield Object.keys(json).sort().join(' ');
	}),
	single('NT-26', 'client credentials of a public client', ({ post }) =>
		post('token', CLIENT, 'native'),
	),
	single('NT-27', 'password grant', ({ post }) =>
		post('token', { grant_type: 'password', username: 'alice', password: 'wrong' }),
	),
	single('NT-28', 'grant type unknown', ({ post }) => post('token', { grant_type: 'urn:x' })),
	single('NT-28', 'grant type empty', ({ post }) => post('token', { grant_type: '' })),
	single('NT-28', 'grant type missing', ({ post }) => post('token', { scope: 'read' })),
	single('NT-28', 'grant type twice', ({ post }) =>
		post('token', 'grant_type=client_credentials&grant_type=client_credentials'),
	),
	single('NT-28', 'grant type of another client', ({ post }) =>
		post('token', { grant_type: 'authorization_code', code: 'x' }, 'codeless'),
	),
	series('NT-30', 'headers of tokens', async function* ({ post }) {
		const { headers } = await post('token', CLIENT);
		yield headers.get('cache-control') ?? 'may be kept';
		yield headers.get('pragma') ?? 'no Pragma';
	}),
	series('NT-30', 'headers of an error', async function* ({ post }) {
		const { headers } = await post('token', { grant_type: 'unknown' });
		yield headers.get('cache-control') ?? 'may be kept';
		yield headers.get('pragma') ?? 'no Pragma';
	}),
	...[
		['scope', { ...CLIENT, scope: 'marked' }],
		['grant type', { grant_type: 'marked' }],
		['resource', { ...CLIENT, resource: 'marked' }],
		['code', { grant_type: 'authorization_code', code: 'marked', redirect_uri: CALLBACK }],
	].map(([what, form]) =>
		series('NT-30', `what was sent as ${String(what)}`, async function* ({ post }) {
			const reply = await post('token', form as Record<string, string>);
			yield reply;
			yield reply.body.includes('marked') ? 'echoed' : 'not echoed';
		}),
	),
];
