import { systemRandom } from '../../src/crypto/random';
import { endTokensOfEnded } from '../../src/oauth/steps/ended-grant';
import { accessTokensOf } from '../../src/store/access-tokens';
import { type OAuthGrants, oauthGrantsOf } from '../../src/store/oauth-grants';
import { A_CALL, aMessage, KEY_LOCK, valueOf } from '../a-realm';
import { tokenIssuer } from '../issue-token';
import { postgresStorage } from '../postgres-schemas';
import { describePostgres, stores } from '../stores';
import { aSetUpServer, type SetUpServer } from './a-set-up-server';
import { outcomeOf, TOKEN_POLICY } from './a-token-realm';
import {
	anAuthorizationServer,
	CALLBACK,
	PASSWORD,
	type Reply,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';
import { type HeldRow, holdRow } from './hold-row';

const AS_ITSELF = { grant_type: 'client_credentials' };

/** The consent that was given last, and what ends it. */
async function consentOf({ realm }: TestServer) {
	const { consents } = realm.administer;
	const id = (await consents.getAll({}))[0]?.id ?? '';
	return { id, revoke: async () => valueOf(await consents.revoke(id)) };
}

async function callWith({ realm }: TestServer, token: string): Promise<string> {
	const message = aMessage({ headerFields: [['Authorization', `Bearer ${token}`]] });
	return outcomeOf(await realm.authenticate(message, TOKEN_POLICY, A_CALL));
}

describe.each(stores)('a grant in $engine whose request knew its consent', ({ create }) => {
	let server: TestServer;
	let realmId: string;
	let grants: OAuthGrants;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
		await server.code();
		const realms = server.store.db.selectFrom('realm').select('id');
		realmId = (await realms.executeTakeFirstOrThrow()).id;
		grants = oauthGrantsOf(server.store, realmId);
	});
	afterEach(() => server.close());

	/** Adds one as a request does that comes from before. */
	const addLate = async (consentId: string) => {
		const { clock, confidential, user } = server;
		const [id, createdAt, expiresAt] = [systemRandom.uuid(), clock.now(), clock.now() + 60_000];
		const proof = (publicId: string) => ({
			...{ publicId, digest: 'none', pepperVersion: 1, createdAt, expiresAt },
			...{ redirectUri: undefined, challenge: undefined },
		});
		const { clientId } = confidential;
		const said = { consentId, scopes: [], applications: [], actsAlone: false };
		await grants.add(
			{ ...said, id, clientId, userId: user.id, createdAt, expiresAt, passwordId: undefined },
			{ code: proof('late-code'), refreshToken: proof('late-token') },
		);
		return {
			states: [
				(await grants.find(id))?.revokedAt,
				(await grants.findCode('late-code'))?.grant.revokedAt,
				(await grants.findRefreshToken('late-token'))?.grant.revokedAt,
			],
			uses: [
				await grants.consumeCode('late-code', undefined, clock.now()),
				await grants.rotate('late-token', proof('next'), clock.now()),
			],
		};
	};

	test('NT-35: has ended from the start where that was withdrawn before it came', async () => {
		const consent = await consentOf(server);
		await consent.revoke();
		const revokedAt = server.clock.now();
		server.clock.time += 1000;
		expect(await addLate(consent.id)).toEqual({
			states: [revokedAt, revokedAt, revokedAt],
			uses: ['lost', 'lost'],
		});
	});

	test('goes on where that was not', async () => {
		const { id } = await consentOf(server);
		expect(await addLate(id)).toEqual({
			states: [undefined, undefined, undefined],
			uses: ['consumed', 'rotated'],
		});
	});

	test('ends its tokens also where it is gone, with the consent', async () => {
		const { store, realm, clock, user, confidential } = server;
		const grant = { familyId: 'gone', userId: user.id, clientId: confidential.clientId };
		const token = await (await tokenIssuer(store, realm.name, KEY_LOCK, clock))(grant);
		const tokens = accessTokensOf(store, realmId);
		const revokeOfGrants = async (ids: readonly string[]) =>
			await tokens.revokeFamilies(ids, clock.now());
		await endTokensOfEnded('gone', { grants, accessTokens: { revokeOfGrants } });
		expect(await callWith(server, token.accessToken)).toBe('token-revoked');
	});
});

/** What a request brings that comes while a change is under way, which a row holds up. */
async function during(
	held: HeldRow,
	change: () => Promise<unknown>,
	request: () => Promise<Reply>,
): Promise<Reply> {
	const changing = change();
	await held.isAwaited();
	const asked = request();
	await Promise.race([asked, held.isAwaitedByTwo()]);
	await held.release();
	await changing;
	return await asked;
}

/** Holds a grant that rests on a consent. */
async function holdGrantOf({ store, storage }: TestServer, consentId: string): Promise<HeldRow> {
	const grants = store.db.selectFrom('oauth_grant').where('consent_id', '=', consentId);
	const { id } = await grants.select('id').executeTakeFirstOrThrow();
	return await holdRow(storage, 'oauth_grant', id);
}

describePostgres('a consent that is being withdrawn takes along', () => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(postgresStorage);
		valueOf(await server.realm.administer.passwords.set('alice', PASSWORD));
	});
	afterEach(() => server.close());

	/** Asks as a client to which alice has agreed already. */
	const askAgain = async (client: Readonly<Record<string, string>>): Promise<Reply> => {
		await server.agree(client);
		const page = await server.open(client);
		const logIn = async () => await page.submit({ username: 'alice', password: PASSWORD });
		const { id, revoke } = await consentOf(server);
		const reply = await during(await holdGrantOf(server, id), revoke, logIn);
		expect(reply.status).toBe(303);
		return reply;
	};

	test('NT-35: the code that somebody gets in that moment', async () => {
		const { sent } = await askAgain({});
		const code = sent.get('code') ?? '';
		const form = { code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
		const { json } = await server.token({ grant_type: 'authorization_code', ...form });
		expect(json['error']).toBe('invalid_grant');
		expect((await server.decisions())[0]).toBe('token.issue refused grant-revoked');
	});

	test('the token of an implicit client', async () => {
		const grants = ['authorization_code', 'implicit'];
		const { clientId } = await server.register({ callbackUrls: [CALLBACK], grants });
		const { sent } = await askAgain({ client_id: clientId, response_type: 'token' });
		expect(await callWith(server, String(sent.get('access_token')))).toBe('token-revoked');
	});
});

describePostgres('a designation that is being changed takes along what a client gets where', () => {
	let server: SetUpServer;
	beforeEach(async () => {
		server = await aSetUpServer(postgresStorage);
		await server.designate('desk');
		await server.tokensFor('crm');
	});
	afterEach(() => server.close());

	const expectEnded = async ({ status, json }: Reply) => {
		expect(status).toBe(200);
		expect(outcomeOf(await server.call(json['access_token']))).toBe('token-revoked');
		const grants = server.store.db.selectFrom('oauth_grant').select('id');
		const living = grants.where('user_id', '=', await server.idOf('crm'));
		expect(await living.where('revoked_at', 'is', null).execute()).toEqual([]);
	};
	const ask = async () => await server.asPartner(AS_ITSELF);

	test('IA-12: it is withdrawn', async () => {
		const { administer } = server.realm;
		const [{ id = '' } = {}] = await administer.consents.getAll({ username: 'crm' });
		const held = await holdGrantOf(server, id);
		const withdraw = async () => valueOf(await administer.consents.revoke(id));
		await expectEnded(await during(held, withdraw, ask));
	});

	test('IA-13: another user is designated', async () => {
		const form = await server.designation();
		const { consents } = server.realm.administer;
		const [{ id = '' } = {}] = await consents.getAll({ username: 'desk' });
		const held = await holdRow(server.storage, 'consent', id);
		const designate = async () => await form.submit({ account: 'desk', decision: 'allow' });
		await expectEnded(await during(held, designate, ask));
	});
});
