import { A_CALL, A_POLICY, aMessage, KEY_LOCK, NOON, valueOf } from '../a-realm';
import { allAnnounced } from '../all-announced';
import { tokenIssuer } from '../issue-token';
import { sharedBy, stores } from '../stores';
import { aPairRealm, type PairRealm } from './a-pair-realm';

const DAY = 86_400_000;
let realm: PairRealm;
afterEach(() => realm.opened.close());

const iso = (time: number): string => new Date(time).toISOString();

describe.each(stores)('a key pair in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		realm = await aPairRealm(shared);
	});

	test('IN-13, IB-11: rotated has a new secret and the same key; the old secret ends with its grace', async () => {
		const { keys, generate, outcome, opened } = realm;
		const old = await generate({ actAs: { usernames: ['bob'] } });
		const next = valueOf(await keys.rotate(old.credentialId, { graceSeconds: 60 }));
		const publicIds = [...next.publicIds.slice(0, 1), ...old.publicIds];
		expect({ ...next, secret: '' }).toEqual({ ...old, secret: '', version: 2, publicIds });
		expect(next.secret).not.toBe(old.secret);
		opened.clock.time = NOON + 59_999;
		expect([await outcome(old), await outcome(next)]).toEqual(['proven', 'proven']);
		opened.clock.time = NOON + 60_000;
		expect([await outcome(old), await outcome(next)]).toEqual(['key-pair-rotated', 'proven']);
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, () => keys.rotate(old.credentialId, { graceSeconds: 0 })),
		);
		const won = outcomes.flatMap((each) => (each.kind === 'done' ? [each.value] : []));
		const works = await Promise.all(won.map((pair) => outcome(pair)));
		expect(works.filter((each) => each === 'proven')).toHaveLength(1);
	});

	test('IN-12: is refused at once when it is disabled, revoked or expired, or its owner is disabled', async () => {
		const { keys, generate, prove, outcome, opened } = realm;
		const { users } = opened.realm.administer;
		const pair = await generate({ expiresAt: iso(NOON + DAY) });
		const { credentialId } = pair;
		expect(await outcome(pair)).toBe('proven');
		valueOf(await keys.setState(credentialId, 'disabled'));
		expect(await outcome(pair)).toBe('key-pair-disabled');
		expect(await outcome({ ...pair, secret: '' })).toBe('key-pair-malformed');
		valueOf(await keys.setState(credentialId, 'enabled'));
		expect(await outcome(pair)).toBe('proven');
		valueOf(await users.setState('alice', 'disabled'));
		expect(await outcome(pair)).toBe('user-disabled');
		valueOf(await users.setState('alice', 'enabled'));
		opened.clock.time = NOON + DAY;
		expect(await outcome(pair)).toBe('key-pair-expired');
		valueOf(await keys.revoke(credentialId));
		expect(await prove(pair)).toEqual({
			kind: 'unproven',
			reason: 'key-pair-revoked',
			credentialId,
		});
		expect(await keys.rotate(credentialId, { graceSeconds: 0 })).toMatchObject({ kind: 'refused' });
		const bobs = await generate({ username: 'bob' });
		valueOf(await users.delete('bob'));
		expect(await outcome(bobs)).toBe('unknown-key-pair');
	});

	test('IN-12: that is revoked ends the tokens that were issued for it', async () => {
		const { keys, generate, opened } = realm;
		const { store, clock } = opened;
		const pair = await generate();
		const issue = await tokenIssuer(store, opened.realm.name, KEY_LOCK, clock);
		const token = await issue({
			userId: pair.userId,
			sourceId: pair.credentialId,
			actor: { type: 'apiKey', id: pair.credentialId },
		});
		const call = async () => {
			const message = aMessage({
				headerFields: [['Authorization', `Bearer ${token.accessToken}`]],
			});
			const policy = { ...A_POLICY, acceptedCredentials: ['accessToken' as const] };
			const verdict = await opened.realm.authenticate(message, policy, A_CALL);
			return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
		};
		expect(await call()).toBe('accepted');
		valueOf(await keys.revoke(pair.credentialId));
		expect(await call()).toBe('token-ended');
	});

	test('works from its addresses alone', async () => {
		const { generate, outcome, opened } = realm;
		const pair = await generate({ addresses: ['203.0.113.0/24'] });
		expect(await outcome(pair)).toBe('address-not-allowed');
		expect(await outcome(pair, '203.0.113.9')).toBe('proven');
		const nowhere = await opened.realm.keyPairs.prove(pair.key, pair.secret ?? '', undefined);
		expect(nowhere).toMatchObject({ reason: 'address-not-allowed' });
	});

	test('IN-13: past its rotation date is listed until it is rotated or revoked, and works', async () => {
		const { keys, generate, outcome, opened } = realm;
		const rotateBefore = iso(NOON + 90 * DAY);
		const pair = await generate({ name: 'due', rotateBefore });
		const revoked = await generate({ name: 'revoked', rotateBefore });
		const bobs = await generate({ name: 'of bob', rotateBefore, username: 'bob' });
		await generate({ name: 'later', rotateBefore: iso(NOON + 91 * DAY) });
		await generate({ name: 'never' });
		valueOf(await keys.generate({ username: 'alice', name: 'direct' }));
		valueOf(await keys.revoke(revoked.credentialId));
		const overdue = async (filter = {}) =>
			(await keys.getAll({ isOverdue: true, ...filter })).map(({ name }) => name).sort();

		opened.clock.time = NOON + 90 * DAY - 1;
		expect(await overdue()).toEqual([]);
		opened.clock.time = NOON + 90 * DAY;
		expect(await overdue()).toEqual(['due', 'of bob']);
		expect(await overdue({ username: 'bob' })).toEqual(['of bob']);
		expect(await overdue({ limit: 1 })).toHaveLength(1);
		expect(await outcome(pair)).toBe('proven');

		const rotated = valueOf(await keys.rotate(pair.credentialId, { graceSeconds: 0 }));
		expect(rotated.pair?.rotateBefore).toBe(NOON + 180 * DAY);
		expect(await overdue()).toEqual(['of bob']);
		const chosen = { graceSeconds: 0, rotateBefore: iso(NOON + 100 * DAY) };
		expect(valueOf(await keys.rotate(bobs.credentialId, chosen)).pair?.rotateBefore).toBe(
			NOON + 100 * DAY,
		);
		expect(await overdue()).toEqual([]);
		opened.clock.time = NOON + 100 * DAY;
		expect(await overdue()).toEqual(['later', 'of bob']);
		valueOf(await keys.update(bobs.credentialId, { rotateBefore: 'never' }));
		expect(await overdue()).toEqual(['later']);
	});

	test('is proven from memory until something changes, here or in another process', async () => {
		const { keys, generate, opened } = realm;
		const { key, secret = '', credentialId } = await generate();
		const elsewhere = await opened.again();
		const there = async () => (await elsewhere.keyPairs.prove(key, secret, undefined)).kind;
		await allAnnounced(opened.store);
		expect(await there()).toBe('proven');
		await opened.store.db
			.updateTable('credential')
			.set({ enabled: 0 })
			.where('id', '=', credentialId)
			.execute();
		expect(await there()).toBe('proven');
		valueOf(await keys.update(credentialId, { name: 'announced' }));
		expect(await there()).toBe('unproven');
	});

	test('NT-81: cannot do more than the admin has who makes, changes or rotates it', async () => {
		const { opened, keys, generate } = realm;
		const { users, groups, roles, applications } = opened.realm.administer;
		valueOf(await applications.create('Orders'));
		valueOf(await roles.create({ application: 'Orders', name: 'Reader', privileges: ['View'] }));
		valueOf(await groups.addRole('Orders', { application: 'Orders', role: 'Reader' }));
		valueOf(await users.create({ username: 'reader', groups: ['Orders'] }));
		valueOf(await groups.create('Admins'));
		const privileges = ['Manage Access'];
		valueOf(await roles.create({ application: 'Realm', name: 'Admin', privileges }));
		valueOf(await groups.addRole('Admins', { application: 'Realm', role: 'Admin' }));
		valueOf(await users.create({ username: 'admin', groups: ['Admins', 'Default'] }));
		const by = valueOf(await opened.realm.administeredBy('admin')).administer.apiKeys;

		const pair = { username: 'alice', name: 'p', kind: 'pair' };
		const beyond = {
			kind: 'refused',
			sentence: expect.stringContaining('cannot give "View"') as string,
		};
		const anybody = {
			kind: 'refused',
			sentence: 'The user "admin" cannot let anybody act as any user: only the operator can.',
		};
		const { credentialId } = valueOf(await by.generate({ ...pair, actAs: { usernames: ['bob'] } }));
		const reader = { usernames: ['bob', 'reader'] };
		expect(await by.generate({ ...pair, actAs: reader })).toEqual(beyond);
		expect(await by.generate({ ...pair, username: 'reader' })).toEqual(beyond);
		expect(await by.generate({ ...pair, actAs: 'any' })).toEqual(anybody);
		expect(await by.update(credentialId, { actAs: reader })).toEqual(beyond);
		expect(await by.update(credentialId, { actAs: 'any' })).toEqual(anybody);
		expect(valueOf(await by.rotate(credentialId, { graceSeconds: 0 })).version).toBe(2);
		for (const [actAs, refused] of [
			[reader, beyond],
			['any', anybody],
		] as const) {
			const wide = await generate({ actAs });
			expect(await by.rotate(wide.credentialId, { graceSeconds: 0 })).toEqual(refused);
			expect(await by.update(wide.credentialId, { actAs: 'none' })).toEqual(refused);
		}
		expect(await keys.getAll({})).toHaveLength(3);
	});
});
