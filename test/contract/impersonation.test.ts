import { randomUUID } from 'node:crypto';

import type { Policy, Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

const policy: Policy = { ...A_POLICY, impersonation: true };
const VIEWING = { ...policy, requiredPrivileges: ['View Orders'] };
/** A name as Node's HTTP parser gives the bytes of its UTF-8. */
const received = (name: string): string => Buffer.from(name).toString('latin1');

describe.each(stores)('Rest-Impersonate-User with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	let opened: TestRealm;
	let key: string;
	let credentialId: string;
	let served: string;
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		const { users, groups, roles, apiKeys } = opened.realm.administer;
		valueOf(await groups.create('Service'));
		valueOf(await groups.create('Viewers'));
		const give = async (application: string, role: string, privileges: string[], to: string) => {
			valueOf(await roles.create({ application, name: role, privileges }));
			valueOf(await groups.addRole(to, { application, role }));
		};
		await give('Realm', 'Impersonator', ['Impersonate Users'], 'Service');
		await give('Default', 'Viewer', ['View Orders'], 'Viewers');
		valueOf(await users.create({ username: 'portal', groups: ['Default', 'Service', 'Viewers'] }));
		const inGroups = { username: 'Jörg', groups: ['Default', 'Viewers'] };
		({ id: served } = valueOf(await users.create(inGroups)));
		valueOf(await users.create({ username: 'plain', groups: ['Default'] }));
		const issued = valueOf(await apiKeys.generate({ username: 'portal', name: 'k' }));
		({ key, credentialId } = issued);
	});
	afterEach(() => opened.close());

	const decide = async (name: string, by = policy, credential = key): Promise<Verdict> =>
		await opened.realm.authenticate(
			aMessage({
				headerFields: [
					['X-API-Key', credential],
					['Rest-Impersonate-User', name],
				],
			}),
			by,
			A_CALL,
		);
	const reasonOf = (verdict: Verdict) => (verdict.kind === 'refused' ? verdict.reason : 'accepted');
	const forbidden = (reason: string) => ({
		kind: 'refused',
		problem: 'forbidden',
		reason,
		credentialId,
		fields: {},
	});
	const newest = async () => (await opened.realm.audit.query({ kind: 'decision' }))[0]?.content;

	test.each(['Jörg', 'JÖRG', 'Jo\u0308rg'])(
		'VE-25, VE-27: makes a call as %s, with the groups of that user and both names',
		async (name) => {
			expect(await decide(received(name), VIEWING)).toEqual({
				kind: 'accepted',
				caller: {
					type: 'user',
					user: 'Jörg',
					actor: { type: 'user', id: 'portal' },
					credentialId,
					scheme: 'apiKey',
					scopes: [],
					privileges: ['Run Actions', 'Use API Key', 'View Orders'],
					tenant: opened.realm.id,
				},
				fields: {},
				owner: JSON.stringify([served, null, 'user', 'portal']),
			});
			expect(await newest()).toMatchObject({
				decision: 'accepted',
				user: 'Jörg',
				actor: 'user:portal',
				credentialId,
			});
		},
	);

	test('VE-25: gives no more than the named user has', async () => {
		expect(await decide('plain', VIEWING)).toEqual(forbidden('privilege-missing'));
		expect(await newest()).toMatchObject({
			decision: 'refused',
			user: 'plain',
			actor: 'user:portal',
		});
		expect(reasonOf(await decide('plain'))).toBe('accepted');
	});

	test('VE-26, NT-58: without the privilege is 403, also for the own name', async () => {
		const { apiKeys } = opened.realm.administer;
		const own = valueOf(await apiKeys.generate({ username: 'plain', name: 'k' }));
		for (const name of [received('Jörg'), 'plain', 'nobody']) {
			expect(await decide(name, policy, own.key)).toEqual({
				...forbidden('impersonation-not-allowed'),
				credentialId: own.credentialId,
			});
		}
	});

	test('VE-26: an unknown, disabled or more privileged user gets the same 403', async () => {
		const { users, roles, groups } = opened.realm.administer;
		for (const name of ['nobody', '', 'Jörg ', 'J\xf6rg', 'J\u{1f600}']) {
			expect(await decide(name)).toEqual(forbidden('impersonated-user-unknown'));
		}
		valueOf(await users.setState('plain', 'disabled'));
		expect(await decide('plain')).toEqual(forbidden('impersonated-user-disabled'));
		valueOf(await users.setState('plain', 'enabled'));

		valueOf(await groups.create('Admins'));
		const role = { application: 'Realm', role: 'Admin' };
		valueOf(await roles.create({ ...role, name: 'Admin', privileges: ['Manage Access'] }));
		valueOf(await groups.addRole('Admins', role));
		valueOf(await groups.addUser('Admins', 'plain'));
		expect(await decide('plain')).toEqual(forbidden('impersonation-upwards'));
	});

	test('counts from roles of the application Realm alone, and for its next call', async () => {
		const { groups, roles } = opened.realm.administer;
		await groups.removeUser('Service', 'portal');
		expect(await decide('plain')).toEqual(forbidden('impersonation-not-allowed'));
		const role = { application: 'Default', role: 'Pretender' };
		valueOf(await roles.create({ ...role, name: 'Pretender', privileges: ['Use API Key'] }));
		valueOf(await groups.addRole('Default', role));
		expect(await decide('plain')).toEqual(forbidden('impersonation-not-allowed'));
	});

	test('is no credential that a trigger without the option takes, anonymous or not', async () => {
		for (const allowAnonymous of [false, true]) {
			expect(await decide('plain', { ...A_POLICY, allowAnonymous })).toEqual({
				...forbidden('scheme-not-accepted'),
				problem: 'unauthenticated',
				credentialId: undefined,
			});
			const alone = aMessage({ headerFields: [['Rest-Impersonate-User', 'plain']] });
			const verdict = await opened.realm.authenticate(alone, { ...policy, allowAnonymous }, A_CALL);
			expect(reasonOf(verdict)).toBe('scheme-not-accepted');
		}
	});

	test('does not help a credential that does not hold, or whose user may not make the call', async () => {
		const { users, groups } = opened.realm.administer;
		expect(reasonOf(await decide('plain', policy, `${key}0`))).toBe('malformed-key');
		valueOf(await users.setState('portal', 'disabled'));
		expect(reasonOf(await decide('plain'))).toBe('user-disabled');
		valueOf(await users.setState('portal', 'enabled'));
		await groups.removeUser('Default', 'portal');
		expect(reasonOf(await decide('plain'))).toBe('not-in-application');
	});

	test('counts for the limits of both users', async () => {
		const { users } = opened.realm.administer;
		const limit = { calls: 2, seconds: 60, burst: 2 };
		valueOf(await users.update('plain', { rateLimit: limit }));
		expect(reasonOf(await decide('plain'))).toBe('accepted');
		expect(reasonOf(await decide('plain'))).toBe('accepted');
		expect(reasonOf(await decide('plain'))).toBe('user-limit');
		expect(reasonOf(await decide(received('Jörg')))).toBe('accepted');
		const perUser: Policy = { ...policy, rateLimits: [{ per: 'user', ...limit }] };
		const outcomes = [];
		for (const name of ['Jörg', 'portal', 'Jörg']) {
			outcomes.push(reasonOf(await decide(received(name), perUser)));
		}
		expect(outcomes).toEqual(['accepted', 'accepted', 'user-limit']);
	});
});
