import { fromBase62 } from '../../src/crypto/base62';
import {
	formatCredential,
	generateCredential,
	parseCredential,
} from '../../src/crypto/credential-text';
import { systemRandom } from '../../src/crypto/random';
import type { Policy } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';
import {
	aClient,
	aTokenRealm,
	outcomeOf,
	refusedToken as refused,
	TOKEN_POLICY as policy,
	type TokenRealm,
} from './a-token-realm';

const open: Policy = { ...policy, allowAnonymous: true };
const behindProxy: Policy = { ...policy, oauthAuthorization: true };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe.each(stores)('an access token with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	let calls: TokenRealm;
	beforeEach(async () => {
		calls = await aTokenRealm(shared);
	});
	afterEach(() => calls.opened.close());

	const bearer: TokenRealm['bearer'] = (...call) => calls.bearer(...call);
	const accepted = () => ({
		kind: 'accepted',
		caller: {
			type: 'user',
			user: 'alice',
			client: calls.client,
			credentialId: calls.token.credentialId,
			scheme: 'accessToken',
			scopes: ['orders:read', 'x'],
			privileges: ['Run Actions', 'Use API Key'],
			tenant: calls.opened.realm.id,
		},
		fields: {},
		owner: expect.any(String) as string,
	});

	test.each(['Bearer', 'bearer', 'OAuth', 'OAUTH', 'oauth'])(
		'VE-21: after %s is its user by way of its client',
		async (scheme) => {
			const { token, send } = calls;
			const verdict = await send([['Authorization', `${scheme} ${token.accessToken}`]]);
			expect(verdict).toEqual(accepted());
		},
	);

	test('VE-22: bare in OAuth-Authorization is taken by a trigger with that option alone', async () => {
		const { token, send } = calls;
		const fields: [string, string][] = [['OAuth-Authorization', token.accessToken]];
		expect(await send(fields, behindProxy)).toEqual(accepted());
		expect(await send(fields)).toEqual(refused('scheme-not-accepted'));
		expect(await send(fields, open)).toEqual(refused('scheme-not-accepted'));
		const withScheme: [string, string][] = [['OAuth-Authorization', `OAuth ${token.accessToken}`]];
		expect(await send(withScheme, behindProxy)).toEqual(refused('malformed-token'));
	});

	test.each(['Basic cHJveHk6cGFzcw==', 'basic x', 'Negotiate YIIJvwYGKw=='])(
		"VE-22: a proxy's own login, %s, stands beside it with that option alone",
		async (login) => {
			const { send } = calls;
			const fields: [string, string][] = [
				['Authorization', login],
				['OAuth-Authorization', calls.token.accessToken],
			];
			expect(await send(fields, behindProxy)).toEqual(accepted());
			expect(outcomeOf(await send(fields))).toBe('several-credentials');
			const alone = await send(fields.slice(0, 1), { ...behindProxy, allowAnonymous: true });
			expect(alone).toMatchObject({ kind: 'accepted', caller: { type: 'anonymous' } });
			expect(outcomeOf(await send(fields.slice(0, 1), open))).toMatch(/^(scheme|malformed)-/);
		},
	);

	test('NT-49: no other credential passes as the login of a proxy', async () => {
		const { opened, token, send } = calls;
		const { key } = valueOf(
			await opened.realm.administer.apiKeys.generate({ username: 'alice', name: 'k' }),
		);
		const by = { ...behindProxy, allowAnonymous: true };
		const beside: [string, string] = ['OAuth-Authorization', token.accessToken];
		for (const login of [
			`Bearer ${token.accessToken}`,
			`OAuth ${token.accessToken}`,
			`Basic ${base64(`${key}:`)}`,
			`Basic ${base64(`proxy:${key}`)}`,
			'Digest x',
			token.accessToken,
			'',
		]) {
			expect(outcomeOf(await send([['Authorization', login], beside], by))).toBe(
				'several-credentials',
			);
			expect(
				(await send([['Authorization', login]], { ...by, acceptedCredentials: [] })).kind,
			).toBe('refused');
		}
	});

	test.each<[string, (text: string) => [string, string], string]>([
		['raw', (text) => ['Authorization', text], 'scheme-not-accepted'],
		['in X-API-Key', (text) => ['X-API-Key', text], 'scheme-not-accepted'],
		['by Basic', (text) => ['Authorization', `Basic ${base64(`${text}:`)}`], 'scheme-not-accepted'],
	])('that comes %s is refused, anonymous or not', async (_how, header, reason) => {
		const { token, send } = calls;
		const field = header(token.accessToken);
		expect(outcomeOf(await send([field]))).toBe(reason);
		expect(outcomeOf(await send([field], open))).toBe(reason);
		const withKeys: Policy = { ...open, acceptedCredentials: ['accessToken', 'apiKey'] };
		expect(outcomeOf(await send([field], withKeys))).toBe('malformed-key');
	});

	test('NT-41: what is no token of ours gets the challenge of an invalid token', async () => {
		const { send } = calls;
		const jwt = [
			{ alg: 'none', typ: 'JWT' },
			{ sub: 'alice', iss: 'x' },
		]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');
		const texts = [
			[`${jwt}.c2ln`, 'malformed-token'],
			[`${jwt}.`, 'malformed-token'],
			['x', 'scheme-not-accepted'],
			['', 'scheme-not-accepted'],
		] as const;
		for (const [text, reason] of texts) {
			expect(await bearer(text, open)).toEqual(refused(reason));
			const verdict = await send([['Authorization', `OAuth ${text}`]], open);
			expect(verdict).toEqual(refused('malformed-token'));
		}
	});

	test('NT-42: well-formed credentials of other kinds are no tokens, with its letters neither', async () => {
		const { opened, send } = calls;
		const { key } = valueOf(
			await opened.realm.administer.apiKeys.generate({ username: 'alice', name: 'k' }),
		);
		const parts = parseCredential(key);
		const id = fromBase62(parts?.publicId ?? '', 16) ?? new Uint8Array();
		const secret = parts?.secret ?? new Uint8Array();
		expect(outcomeOf(await bearer(key))).toBe('scheme-not-accepted');
		expect(outcomeOf(await send([['Authorization', `OAuth ${key}`]]))).toBe('malformed-token');
		expect(outcomeOf(await bearer(formatCredential('iatk', 'live', id, secret)))).toBe(
			'unknown-token',
		);
		const code = generateCredential('iaco', 'live', systemRandom.bytes).text;
		expect(outcomeOf(await send([['Authorization', `OAuth ${code}`]]))).toBe('malformed-token');
	});

	test('NT-44, NT-46: with anything of it changed is refused', async () => {
		const { alice, issue, token } = calls;
		const other = await issue({ userId: alice });
		const [one, two] = [parseCredential(token.accessToken), parseCredential(other.accessToken)];
		const id = fromBase62(one?.publicId ?? '', 16) ?? new Uint8Array();
		const mixed = formatCredential('iatk', 'live', id, two?.secret ?? new Uint8Array());
		expect(await bearer(mixed)).toEqual(refused('token-mismatch'));
		const inTest = formatCredential('iatk', 'test', id, one?.secret ?? new Uint8Array());
		expect(await bearer(inTest)).toEqual(refused('malformed-token'));
		const cut = token.accessToken.slice(0, -1);
		expect(await bearer(cut)).toEqual(refused('malformed-token'));
		expect(await bearer(`${cut}${token.accessToken.endsWith('0') ? '1' : '0'}`)).toEqual(
			refused('malformed-token'),
		);
		const unknown = generateCredential('iatk', 'live', systemRandom.bytes).text;
		expect(await bearer(unknown)).toEqual(refused('unknown-token'));
	});

	test('whose row was given to another user or client opens nothing', async () => {
		const { opened, alice, issue } = calls;
		const bob = valueOf(await opened.realm.administer.users.create({ username: 'bob' })).id;
		for (const column of [
			`user_id = '${bob}'`,
			`client_id = '${await aClient(opened)}'`,
			'client_id = null',
		]) {
			const moved = await issue({ userId: alice, clientId: calls.client });
			await opened.storage.execute(
				`update access_token set ${column} where id = '${moved.credentialId}'`,
			);
			expect(outcomeOf(await bearer(moved.accessToken))).toBe('token-mismatch');
		}
	});

	test('NT-43: without a scope that is required gets 403 and the names of the scopes', async () => {
		const { token } = calls;
		const needing = (...requiredScopes: string[]): Policy => ({ ...policy, requiredScopes });
		expect(await bearer(token.accessToken, needing('orders:read'))).toEqual(accepted());
		expect(await bearer(token.accessToken, needing('orders:read', 'orders:write'))).toEqual({
			kind: 'refused',
			problem: 'forbidden',
			reason: 'scope-missing',
			credentialId: token.credentialId,
			fields: {
				'www-authenticate': 'Bearer error="insufficient_scope", scope="orders:read orders:write"',
			},
		});
		expect(outcomeOf(await bearer(token.accessToken, needing('Orders:read')))).toBe(
			'scope-missing',
		);
	});

	test('NT-43: scopes are for tokens: a key is asked for none, and who lacks more hears of none', async () => {
		const { opened, token, send } = calls;
		const { apiKeys, groups } = opened.realm.administer;
		const by: Policy = {
			...policy,
			acceptedCredentials: ['accessToken', 'apiKey'],
			requiredScopes: ['orders:write'],
		};
		const { key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' }));
		expect((await send([['X-API-Key', key]], by)).kind).toBe('accepted');
		await groups.removeUser('Default', 'alice');
		expect(await bearer(token.accessToken, by)).toMatchObject({
			problem: 'forbidden',
			reason: 'not-in-application',
			fields: {},
		});
	});
});
