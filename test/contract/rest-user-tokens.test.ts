import { randomUUID } from 'node:crypto';

import type { IssuedApiKey, Policy, Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

const policy: Policy = { ...A_POLICY, acceptedCredentials: ['restUserToken'] };
const open: Policy = { ...policy, allowAnonymous: true };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe.each(stores)('a Rest-User-Token with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	let opened: TestRealm;
	let issued: IssuedApiKey;
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'Jörg: Admin' }));
		valueOf(await users.create({ username: 'bob' }));
		issued = valueOf(await apiKeys.generate({ username: 'Jörg: Admin', name: 'first' }));
	});
	afterEach(() => opened.close());

	const decide = async (
		value: string,
		by = policy,
		...more: [string, string][]
	): Promise<Verdict> =>
		await opened.realm.authenticate(
			aMessage({ headerFields: [['Rest-User-Token', value], ...more] }),
			by,
			A_CALL,
		);
	const accepted = () => ({
		kind: 'accepted',
		caller: {
			type: 'user',
			user: 'Jörg: Admin',
			credentialId: issued.credentialId,
			scheme: 'restUserToken',
			scopes: [],
			privileges: ['Run Actions', 'Use API Key'],
			tenant: opened.realm.id,
		},
		fields: {},
		owner: expect.any(String) as string,
	});
	const refused = (reason: string, credentialId?: string) => ({
		kind: 'refused',
		problem: 'unauthenticated',
		reason,
		credentialId,
		fields: {},
	});

	test.each([
		['in its spelling', 'Jörg: Admin'],
		['in another case', 'JÖRG: ADMIN'],
		['in another Unicode form', 'Jo\u0308rg: admin'],
	])('VE-23, VE-24, NT-58: with the user name %s is the user of the key', async (_how, name) => {
		expect(await decide(base64(`${issued.key}:${name}`))).toEqual(accepted());
	});

	test("VE-24, NT-58: with another user's name, or a part of the name, is refused", async () => {
		for (const name of ['bob', 'Jörg', 'Jörg: Admin ', 'Jorg: Admin', '']) {
			const verdict = await decide(base64(`${issued.key}:${name}`), open);
			expect(verdict).toEqual(refused('user-mismatch', issued.credentialId));
		}
	});

	test.each<[string, (key: string) => string]>([
		['empty', () => ''],
		['not base64', (key) => `${key}:Jörg: Admin`],
		['without its padding', (key) => base64(`${key}:Jörg: Admin`).replace(/=*$/, '')],
		['padded too much', (key) => `${base64(`${key}:Jörg: Admin`)}=`],
		['broken by a space', (key) => base64(`${key}:Jörg: Admin`).replace(/^..../, '$& ')],
		['url-safe', (key) => Buffer.from(`${key}:J?>ÿ~ö`).toString('base64url')],
		['without a colon', (key) => base64(key)],
		['without a key', () => base64(':Jörg: Admin')],
		['a colon alone', () => base64(':')],
		['a key with a space', (key) => base64(` ${key}:Jörg: Admin`)],
		['the name first', (key) => base64(`bob:${key}`)],
		[
			'no UTF-8',
			(key) => Buffer.concat([Buffer.from(`${key}:J`), Buffer.from([0xf6])]).toString('base64'),
		],
	])('VE-24, NT-57: that is %s is refused, anonymous or not', async (_what, value) => {
		const text = value(issued.key);
		expect(await decide(text)).toEqual(refused('malformed-key'));
		expect(await decide(text, open)).toEqual(refused('malformed-key'));
	});

	test('VE-30: with a disabled key is refused', async () => {
		valueOf(await opened.realm.administer.apiKeys.setState(issued.credentialId, 'disabled'));
		const verdict = await decide(base64(`${issued.key}:Jörg: Admin`));
		expect(verdict).toEqual(refused('key-disabled', issued.credentialId));
	});

	test('VE-31: of a user without Use API Key is refused', async () => {
		await opened.realm.administer.groups.removeUser('Default', 'Jörg: Admin');
		const verdict = await decide(base64(`${issued.key}:Jörg: Admin`));
		expect(verdict).toMatchObject({ problem: 'forbidden', reason: 'not-in-application' });
	});

	test('VE-32: beside any other credential is malformed', async () => {
		const value = base64(`${issued.key}:Jörg: Admin`);
		for (const other of ['Authorization', 'X-API-Key', 'OAuth-Authorization', 'X-Domain-Key']) {
			expect(await decide(value, open, [other, issued.key])).toMatchObject({
				problem: 'malformed-request',
				reason: 'several-credentials',
			});
		}
	});

	test('is not what a trigger for API keys takes, nor an API key what one for it takes', async () => {
		const value = base64(`${issued.key}:Jörg: Admin`);
		expect(await decide(value, A_POLICY)).toEqual(refused('scheme-not-accepted'));
		const message = aMessage({ headerFields: [['X-API-Key', issued.key]] });
		const verdict = await opened.realm.authenticate(message, policy, A_CALL);
		expect(verdict).toEqual(refused('scheme-not-accepted'));
	});
});
