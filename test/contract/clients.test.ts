import { randomUUID } from 'node:crypto';

import type { ClientRegistration, RegisteredClient } from '../../src/administration/clients';
import { aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

let opened: TestRealm;
afterEach(() => opened.close());

const clients = () => opened.realm.administer.clients;
const refusal = (text: string) => ({ kind: 'refused', sentence: text });

const VERINT = {
	name: 'Portal',
	dialects: ['verint'],
	mainUrl: 'https://portal.example.com',
	callbackUrls: ['https://portal.example.com/callback'],
};
const MACHINE = { name: 'Machine', grants: ['client_credentials'] };
const INTAKE = {
	partner: 'Acme',
	goals: 'Billing',
	dataScope: 'Matters',
	contact: 'legal@example.com',
	tenant: 'us.apps.example.com/firm',
};
const PACK_URLS = {
	authorityUrl: 'https://n8n.example.com/auth',
	apiUrl: 'https://n8n.example.com/api',
};

const register = async (input: ClientRegistration = MACHINE): Promise<RegisteredClient> =>
	valueOf(await clients().register(input));

const prove = async (clientId: string, secret: string | undefined) => {
	const known = await opened.realm.clients.findByClientId(clientId);
	return opened.realm.clients.prove(known, secret ?? '', '192.0.2.7');
};
const unproven = (reason: string) => ({ kind: 'unproven', reason });
const rowsOf = async (
	table: 'oauth_client' | 'credential' | 'credential_version' | 'audit_entry',
) => JSON.stringify(await opened.store.db.selectFrom(table).selectAll().execute());

describe.each(stores)('clients in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
	});

	test('VE-3, IA-10: have an id and a secret, which is shown at registration and never again', async () => {
		const { clientId, clientSecret, handOverPack, ...described } = await register();
		expect(handOverPack).toBeUndefined();
		expect(clientId).toMatch(
			/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
		);
		expect(clientSecret).toMatch(/^icli_live_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/);
		expect(described).toEqual({
			name: 'Machine',
			description: '',
			mainUrl: undefined,
			callbackUrls: [],
			type: 'confidential',
			trusted: false,
			enabled: true,
			grants: ['client_credentials'],
			scopes: [],
			actAs: 'none',
			users: [],
			groups: [],
			lifetimes: { accessSeconds: 600, familyDays: 30, idleDays: 7, refreshGraceSeconds: 0 },
			tokenFormat: 'opaque',
			tokenInQuery: false,
			authentication: 'client_secret_basic',
			jwks: undefined,
			errorStatuses: 'standard',
			dialects: ['oauth'],
			applications: undefined,
			intake: undefined,
			secret: {
				credentialId: described.secret?.credentialId,
				version: 1,
				enabled: true,
				expiresAt: undefined,
				revokedAt: undefined,
				lastUse: undefined,
			},
			secretState: 'active',
			revision: 1,
			createdAt: NOON,
			updatedAt: NOON,
		});
		expect(valueOf(await clients().get(clientId))).toEqual({ clientId, ...described });
		expect(await clients().getAll()).toEqual([{ clientId, ...described }]);
		const secret = clientSecret?.slice(-49) ?? '';
		for (const table of ['oauth_client', 'credential', 'credential_version'] as const) {
			expect(await rowsOf(table)).not.toContain(secret);
		}
	});

	test('never have the id of a user, which is a UUID of another version', async () => {
		const user = valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
		const ids = [(await register()).clientId, user.id].map((id) => id[14]);
		expect(ids).toEqual(['8', '4']);
	});

	test.each([
		['name', { ...VERINT, name: '' }, 'The name of the client is empty: enter one.'],
		[
			'main URL',
			{ ...VERINT, mainUrl: '' },
			'A client of the Verint dialect needs a main URL: enter one.',
		],
		[
			'callback URL',
			{ ...VERINT, callbackUrls: [] },
			'The client needs a callback URL: enter one.',
		],
	])('VE-1: of the Verint dialect need a %s', async (_, input, text) => {
		expect(await clients().register(input)).toEqual(refusal(text));
		expect(await clients().getAll()).toEqual([]);
		expect(await register(VERINT)).toMatchObject({
			description: '',
			type: 'confidential',
			authentication: 'client_secret_post',
		});
	});

	test('VE-2: are confidential unless they are public, and public ones have no secret', async () => {
		const callbackUrls = ['com.example.app:/callback'];
		const client = await register({ name: 'App', type: 'public', callbackUrls });
		expect(client).toMatchObject({
			type: 'public',
			authentication: 'none',
			clientSecret: undefined,
			secret: undefined,
			secretState: 'none',
		});
		expect(await rowsOf('credential')).not.toContain(client.clientId);
		const { clientSecret } = await register();
		expect(await prove(client.clientId, clientSecret)).toEqual(unproven('client-secret-mismatch'));
		expect(await clients().rotate(client.clientId, { graceSeconds: 0 })).toEqual(
			refusal(
				`The client "${client.clientId}" has no secret: it is public or signs with its own key.`,
			),
		);
	});

	test('VE-4: work side by side, and one may have all grants', async () => {
		const grants = [
			'implicit',
			'password',
			'client_credentials',
			'refresh_token',
			'authorization_code',
		];
		const all = await register({ ...VERINT, grants, trusted: true });
		expect(all.grants.toSorted()).toEqual(grants.toSorted());
		const other = await register();
		expect(await prove(all.clientId, all.clientSecret)).toMatchObject({ kind: 'proven' });
		expect(await prove(other.clientId, other.clientSecret)).toMatchObject({ kind: 'proven' });
		expect(await prove(other.clientId, all.clientSecret)).toEqual(
			unproven('client-secret-mismatch'),
		);
	});

	test('VE-5: that are public cannot have client credentials', async () => {
		expect(await clients().register({ ...MACHINE, type: 'public' })).toEqual(
			refusal('A public client cannot have client credentials: leave out that grant.'),
		);
	});

	test.each([
		[
			{ ...MACHINE, type: 'public', grants: ['implicit'], trusted: true },
			'A public client cannot be trusted, as anybody can pass for it: let its users consent.',
		],
		[
			{ ...MACHINE, authentication: 'none' },
			'A public client proves itself by nothing, and a confidential one by something: choose an authentication method that fits.',
		],
		[
			{ ...MACHINE, authentication: 'private_key_jwt' },
			'A key set goes with the authentication method private_key_jwt, and only with it: add or leave out the key set.',
		],
		[{ ...MACHINE, grants: [] }, 'The client has no grant and gets no token: choose one.'],
		[{ ...MACHINE, dialects: [] }, 'The client has no dialect: choose one.'],
		[
			{ ...MACHINE, grants: ['magic'] },
			'The grant "magic" is unknown: use authorization_code, refresh_token, client_credentials, password, implicit.',
		],
		[
			{ ...MACHINE, type: 'other' },
			'The client type "other" is unknown: use confidential, public.',
		],
		[
			{ ...MACHINE, callbackUrls: ['http://app.example.com/'] },
			'The callback URL "http://app.example.com/" is not encrypted: use https, or http on 127.0.0.1, [::1] or localhost.',
		],
		[
			{ ...MACHINE, mainUrl: 'javascript:alert(1)' },
			'The main URL "javascript:alert(1)" has a scheme that is not allowed: use https, or an app\'s own scheme with a dot in it.',
		],
		[
			{ ...MACHINE, scopes: ['a b'] },
			'The scope "a b" is none: use letters without spaces and quotes.',
		],
		[
			{ ...MACHINE, scopes: ['openid'] },
			'The scope "openid" is for ID tokens, which are not issued: leave it out.',
		],
		[
			{ ...MACHINE, lifetimes: { refreshGraceSeconds: 61 } },
			'The grace of a refresh token is not from 0 to 60 whole seconds: correct that.',
		],
		[
			{ ...MACHINE, lifetimes: { idleDays: 31 } },
			'Unused refresh tokens do not end after 1 whole day or more, and not later than used ones: correct that.',
		],
		[
			{ ...MACHINE, lifetimes: { accessSeconds: 0 } },
			'An access token does not live for 30 to 86400 whole seconds: correct that.',
		],
		[
			{ ...MACHINE, applications: ['Nowhere'] },
			'There is no application "Nowhere": choose one from the list or create it first.',
		],
		[
			{ ...MACHINE, groups: ['Nobody'] },
			'There is no group "Nobody": choose one from the list or create it first.',
		],
		[
			{ ...MACHINE, actAs: { usernames: ['nobody'] } },
			'There is no user "nobody": choose one from the list or create it first.',
		],
		[
			{ ...MACHINE, secretExpiresAt: '2020-01-01T00:00:00Z' },
			'The expiry "2020-01-01T00:00:00Z" has passed: choose a later time.',
		],
	])('are not registered as %j', async (input: ClientRegistration, text) => {
		expect(await clients().register(input)).toEqual(refusal(text));
		expect(await clients().getAll()).toEqual([]);
	});

	test('that sign with their own key have no secret, and their private key is not kept', async () => {
		const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
		const signing = { ...MACHINE, authentication: 'private_key_jwt' };
		const jwks = JSON.stringify({ keys: [key] });
		expect(await register({ ...signing, jwks })).toMatchObject({
			clientSecret: undefined,
			jwks: { keys: [{ ...key, alg: 'EdDSA' }] },
		});
		const d = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
		const leaked = await clients().register({
			...signing,
			jwks: JSON.stringify({ keys: [{ ...key, d }] }),
		});
		expect(leaked).toMatchObject({ kind: 'refused' });
		expect(JSON.stringify(leaked)).not.toContain(d);
		expect(await rowsOf('audit_entry')).not.toContain(d);
	});

	test('IA-1: of InterAction+ need a whole intake record, which stays with the client', async () => {
		const input = { ...VERINT, dialects: ['interActionPlus'], ...PACK_URLS };
		expect(await clients().register(input)).toEqual(
			refusal(
				'A client of the InterAction+ dialect needs an intake record: enter partner, goals, data scope, contact and tenant.',
			),
		);
		expect(await clients().register({ ...input, intake: { ...INTAKE, contact: ' ' } })).toEqual(
			refusal('The contact of the intake record is empty: enter it.'),
		);
		const { clientId } = await register({ ...input, intake: INTAKE });
		valueOf(await clients().update(clientId, { name: 'Renamed' }));
		expect(valueOf(await clients().get(clientId)).intake).toEqual(INTAKE);
	});

	test('IA-3: of InterAction+ come with a pack of exactly four values, once', async () => {
		const input = { ...VERINT, dialects: ['interActionPlus'], intake: INTAKE };
		const addresses =
			'The hand-over pack of an InterAction+ client needs the authority URL and the API URL: enter both.';
		expect(await clients().register(input)).toEqual(refusal(addresses));
		const { clientId, clientSecret, handOverPack } = await register({ ...input, ...PACK_URLS });
		expect(handOverPack).toEqual({ clientId, clientSecret, ...PACK_URLS });
		expect(valueOf(await clients().get(clientId))).not.toHaveProperty('handOverPack');
		expect(
			await clients().register({ ...input, ...PACK_URLS, type: 'public', trusted: false }),
		).toMatchObject({ kind: 'refused' });
	});
});
