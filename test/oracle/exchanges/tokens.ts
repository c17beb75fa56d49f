import { type Exchange, series, single } from '../exchange';
import { tokensIn } from '../talk';

const DAY = 24 * 60 * 60 * 1000;
const CLIENT = { grant_type: 'client_credentials' };
const GUID = '123e4567-e89b-42d3-a456-426614174000';

/** Refresh tokens, introspection and revocation. */
export const tokens: readonly Exchange[] = [
	series('NT-25', 'code a second before its end', async function* (talk) {
		const code = await talk.code();
		await talk.wait(59_000);
		yield await talk.redeem(code);
	}),
	series('NT-25', 'code at its end', async function* (talk) {
		const code = await talk.code();
		await talk.wait(60_000);
		yield await talk.redeem(code);
	}),
	series('NT-31', 'refresh token again', async function* (talk) {
		const first = await talk.tokens();
		const next = await talk.refresh(first.refresh);
		yield next;
		yield await talk.refresh(first.refresh);
		yield await talk.refresh(tokensIn(next).refresh);
		yield await talk.isActive(tokensIn(next).access);
	}),
	series('NT-33', 'wider scope, narrower, then all', async function* (talk) {
		const first = await talk.tokens();
		yield await talk.refresh(first.refresh, { scope: 'read admin' });
		const narrow = await talk.refresh(first.refresh, { scope: 'read' });
		yield String(narrow.json['scope']);
		const again = await talk.refresh(tokensIn(narrow).refresh);
		yield String(again.json['scope']);
	}),
	series('NT-34', 'another client, then the owner', async function* (talk) {
		const { refresh } = await talk.tokens();
		yield await talk.refresh(refresh, {}, 'other');
		yield await talk.refresh(refresh);
	}),
	series('NT-34', 'another client with a used one, then the owner', async function* (talk) {
		const { refresh } = await talk.tokens();
		const next = await talk.refresh(refresh);
		yield await talk.refresh(refresh, {}, 'other');
		yield await talk.refresh(tokensIn(next).refresh);
	}),
	series('NT-35', 'user disabled, then enabled', async function* (talk) {
		const { refresh } = await talk.tokens();
		await talk.party.setUser('disabled');
		yield await talk.refresh(refresh);
		await talk.party.setUser('enabled');
		yield await talk.refresh(refresh);
	}),
	series('NT-35', 'consent taken back', async function* (talk) {
		const { refresh, access } = await talk.tokens();
		await talk.party.endConsents();
		yield await talk.refresh(refresh);
		yield await talk.isActive(access);
	}),
	series('NT-36', 'rotated every six days for thirty', async function* (talk) {
		let last = await talk.tokens();
		for (let day = 6; day < 30; day += 6) {
			await talk.wait(6 * DAY);
			last = tokensIn(await talk.refresh(last.refresh));
		}
		await talk.wait(6 * DAY - 1_000);
		const before = await talk.refresh(last.refresh);
		yield before;
		await talk.wait(1_000);
		yield await talk.refresh(tokensIn(before).refresh);
	}),
	series('NT-37', 'text that never was, then the owner', async function* (talk) {
		const { refresh } = await talk.tokens();
		yield await talk.refresh('x');
		yield await talk.refresh(GUID);
		yield await talk.refresh(refresh);
	}),
	single('NT-38', 'introspection by nobody', ({ send }) => send('introspect', { token: 'x' })),
	series('NT-38', 'introspection by a public client', async function* ({ post }) {
		const { access } = tokensIn(await post('token', CLIENT));
		const { status, json } = await post('introspect', { token: access }, 'native');
		yield [status, json['error'] ?? json['active']].join(' ');
	}),
	series('NT-38', 'introspection by GET', async function* ({ party }) {
		const reply = await party.send('introspect', { search: 'token=x' });
		yield reply;
		yield `Allow: ${reply.headers.get('allow') ?? 'none'}`;
	}),
	single('NT-38', 'introspection of nothing', ({ post }) => post('introspect', {})),
	series('NT-39', 'own token', async function* ({ post, tokens: start }) {
		const { access } = await start();
		const { json } = await post('introspect', { token: access });
		yield Object.keys(json).sort().join(' ');
	}),
	series('NT-39', 'foreign, malformed, refresh token, code', async function* (talk) {
		const { access, refresh } = await talk.tokens();
		const shown = [
			await talk.post('introspect', { token: access }, 'other'),
			await talk.post('introspect', { token: 'malformed' }),
			await talk.post('introspect', { token: refresh }),
			await talk.post('introspect', { token: await talk.code() }),
		];
		yield* shown.map(({ body }) => (body === '{"active":false}' ? 'inactive' : 'more'));
	}),
	series('NT-39', 'token at its end', async function* (talk) {
		const { access } = tokensIn(await talk.post('token', CLIENT));
		await talk.wait(599_000);
		yield await talk.isActive(access);
		await talk.wait(1_000);
		yield await talk.isActive(access);
	}),
	series('NT-40', 'revoking a foreign refresh token', async function* (talk) {
		const { access, refresh } = await talk.tokens();
		yield await talk.post('revoke', { token: refresh }, 'other');
		yield await talk.isActive(access);
		yield await talk.refresh(refresh);
	}),
	series('NT-40', 'revoking a refresh token by a wrong hint', async function* (talk) {
		const { access, refresh } = await talk.tokens();
		yield await talk.post('revoke', { token: refresh, token_type_hint: 'access_token' });
		yield await talk.isActive(access);
		yield await talk.refresh(refresh);
	}),
	series('NT-40', 'revoking an access token', async function* (talk) {
		const { access, refresh } = await talk.tokens();
		yield await talk.post('revoke', { token: access, token_type_hint: 'refresh_token' });
		yield await talk.isActive(access);
		yield await talk.refresh(refresh);
	}),
	single('NT-40', 'revoking what never was', ({ post }) => post('revoke', { token: 'x' })),
	single('NT-40', 'revoking nothing', ({ post }) => post('revoke', {})),
	single('NT-40', 'revoking as nobody', ({ send }) => send('revoke', { token: 'x' })),
];
