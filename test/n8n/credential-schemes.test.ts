import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import { openStore } from '../../src/realm/open-realm';
import { systemPorts } from '../../src/realm/system-ports';
import { valueOf } from '../a-realm';
import { tokenIssuer } from '../issue-token';
import { aListeningTrigger } from './listening-trigger';

let folder: string;
let fields: ICredentialDataDecryptedObject;
let key: string;
let clientId: string;
let token: string;
let scoped: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	const bytes = Buffer.alloc(32, 3);
	const file = join(folder, 'realm.sqlite');
	fields = {
		realm: 'default',
		passphrase: bytes.toString('base64'),
		storage: 'sqlite',
		sqliteFile: file,
	};
	const { users, apiKeys, clients } = (await openRealmBy(fields)).realm.administer;
	const { id: userId } = valueOf(await users.create({ username: 'alice' }));
	({ key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' })));
	const client = { name: 'crm', grants: ['client_credentials'] } as const;
	({ clientId } = valueOf(await clients.register(client)));
	const { groups, roles } = (await openRealmBy(fields)).realm.administer;
	valueOf(await users.create({ username: 'jörg' }));
	const role = { application: 'Realm', role: 'Impersonator' };
	valueOf(await roles.create({ ...role, name: role.role, privileges: ['Impersonate Users'] }));
	valueOf(await groups.create('Service'));
	valueOf(await groups.addRole('Service', role));
	valueOf(await groups.addUser('Service', 'alice'));
	const store = await openStore({ kind: 'sqlite', file }, systemPorts.clock);
	const lock = { kind: 'key', key: new Uint8Array(bytes) } as const;
	const issue = await tokenIssuer(store, 'default', lock, systemPorts.clock);
	({ accessToken: token } = await issue({ userId, clientId }));
	({ accessToken: scoped } = await issue({ userId, clientId, scopes: ['orders:read'] }));
	await store.close();
});
afterAll(async () => {
	await closeRealms();
	await rm(folder, { recursive: true });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** One call, what it is answered, and the item that it became, with all that n8n would store. */
async function call(parameters: INodeParameters, headers: Record<string, string>) {
	const trigger = await aListeningTrigger(parameters, fields);
	const answer = await fetch(trigger.url(), { method: 'POST', headers });
	const stored = JSON.stringify(trigger.runs);
	const item = trigger.runs[0]?.workflowData?.[0]?.[0]?.json;
	await trigger.close();
	const challenge = answer.headers.get('www-authenticate');
	return { status: answer.status, challenge, item, stored, runs: trigger.runs.length };
}

interface Shown {
	readonly scheme: string;
	readonly accepted: INodeParameters;
	/** The header fields of a right credential, and of one that is wrong in one thing. */
	readonly right: () => Record<string, string>;
	readonly wrong: () => Record<string, string>;
}

/** The same with its last letter changed. */
const damaged = (text: string): string => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');

const schemes: readonly Shown[] = [
	{
		scheme: 'accessToken',
		accepted: { acceptedCredentials: ['accessToken'] },
		right: () => ({ authorization: `Bearer ${token}` }),
		wrong: () => ({ authorization: `Bearer ${damaged(token)}` }),
	},
	{
		scheme: 'accessToken',
		accepted: {
			acceptedCredentials: ['accessToken'],
			options: { oauthAuthorization: true },
		},
		right: () => ({ 'oauth-authorization': token, authorization: 'Negotiate eDp5' }),
		wrong: () => ({ 'oauth-authorization': `OAuth ${token}` }),
	},
	{
		scheme: 'apiKey',
		accepted: { acceptedCredentials: ['apiKey'] },
		right: () => ({ authorization: `Basic ${base64(`${key}:`)}` }),
		wrong: () => ({ authorization: `Basic ${base64(`${key}:x`)}` }),
	},
	{
		scheme: 'restUserToken',
		accepted: { acceptedCredentials: ['restUserToken'] },
		right: () => ({ 'rest-user-token': base64(`${key}:alice`) }),
		wrong: () => ({ 'rest-user-token': base64(`${key}:bob`) }),
	},
];

describe.each(schemes)('a credential of the scheme $scheme', (shown) => {
	const secretsOf = (headers: Record<string, string>): readonly string[] => [
		...Object.values(headers),
		...Object.values(headers).map((value) => value.split(' ').at(-1) ?? ''),
		key,
		token,
	];

	test('VE-23: runs the workflow as its user, and is nowhere in the item', async () => {
		const headers = shown.right();
		const { status, item, stored } = await call(shown.accepted, headers);
		expect(status).toBe(200);
		expect(item?.['caller']).toMatchObject({ user: 'alice', scheme: shown.scheme });
		expect(Object.keys(item?.['headers'] as object)).not.toEqual(
			expect.arrayContaining(Object.keys(headers)),
		);
		expect(secretsOf(headers).filter((secret) => stored.includes(secret))).toEqual([]);
	});

	test('is refused when it is wrong, where anonymous calls are allowed too', async () => {
		for (const allowAnonymous of [false, true]) {
			const answer = await call({ ...shown.accepted, allowAnonymous }, shown.wrong());
			expect(answer).toMatchObject({ status: 401, runs: 0, stored: '[]' });
			expect(answer.challenge).toMatch(/^Bearer /);
		}
	});

	test('is refused by a trigger that does not accept it', async () => {
		const acceptedCredentials = ['signature'];
		const headers = shown.right();
		const answer = await call({ acceptedCredentials, allowAnonymous: true }, headers);
		expect(answer).toMatchObject({ status: Object.keys(headers).length > 1 ? 400 : 401, runs: 0 });
	});
});

describe('a trigger that requires scopes', () => {
	const parameters = { acceptedCredentials: ['accessToken'], requiredScopes: ['orders:read'] };

	test('NT-43: takes a token that has them, and tells one without them which they are', async () => {
		const right = await call(parameters, { authorization: `OAuth ${scoped}` });
		expect(right.item?.['caller']).toMatchObject({
			type: 'user',
			user: 'alice',
			client: clientId,
			scopes: ['orders:read'],
		});
		const wrong = await call(parameters, { authorization: `OAuth ${token}` });
		expect(wrong).toMatchObject({
			status: 403,
			runs: 0,
			challenge: 'Bearer error="insufficient_scope", scope="orders:read"',
		});
	});

	test('NT-41: tells one that does not hold to get another, and says no more', async () => {
		const challenge = 'Bearer realm="Incoming API", error="invalid_token"';
		for (const text of [damaged(token), 'eyJhbGciOiJub25lIn0.e30.', 'x']) {
			const answer = await call(parameters, { authorization: `Bearer ${text}` });
			expect(answer).toMatchObject({ status: 401, runs: 0, challenge });
		}
	});
});

describe('an option of the trigger', () => {
	test('VE-22: counts only where tokens are accepted', async () => {
		const parameters = { acceptedCredentials: ['apiKey'], options: { oauthAuthorization: true } };
		const basic = { authorization: `Basic ${base64(`${key}:`)}` };
		expect((await call({ ...parameters, allowAnonymous: true }, basic)).item?.['caller']).toEqual(
			expect.objectContaining({ user: 'alice' }),
		);
		const answer = await call(parameters, { 'oauth-authorization': token });
		expect(answer).toMatchObject({ status: 401, runs: 0 });
	});
});

describe('Rest-Impersonate-User', () => {
	const acting = (name: string) => ({
		'x-api-key': key,
		'rest-impersonate-user': Buffer.from(name).toString('latin1'),
	});

	test('VE-25, VE-27: runs the workflow as the named user, with both names in the item', async () => {
		const { item } = await call({ options: { impersonation: true } }, acting('jörg'));
		expect(item?.['caller']).toMatchObject({
			type: 'user',
			user: 'jörg',
			actor: { type: 'user', id: 'alice' },
			privileges: ['Run Actions', 'Use API Key'],
		});
		expect(Object.keys(item?.['headers'] as object)).not.toContain('rest-impersonate-user');
	});

	test('VE-26: of nobody is 403, and of anybody 401 where the option is off', async () => {
		const on = { options: { impersonation: true } };
		expect(await call(on, acting('nobody'))).toMatchObject({ status: 403, runs: 0 });
		const off = await call({ allowAnonymous: true }, acting('jörg'));
		expect(off).toMatchObject({ status: 401, runs: 0 });
	});
});
