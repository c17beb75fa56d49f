import { randomUUID } from 'node:crypto';

import { aRealm, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

let opened: TestRealm;
const admin = () => opened.realm.administer;
const as = async (username: string) =>
	valueOf(await opened.realm.administeredBy(username)).administer;
const role = { application: 'Realm', role: 'Administrator' };

afterEach(() => opened.close());

describe.each(stores)('in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		valueOf(await admin().groups.create('Admins'));
		const privileges = ['Manage Access'];
		valueOf(
			await admin().roles.create({ application: 'Realm', name: 'Administrator', privileges }),
		);
		valueOf(await admin().groups.addRole('Admins', role));
		valueOf(await admin().users.create({ username: 'root', groups: ['Admins', 'Default'] }));
		valueOf(await admin().users.create({ username: 'alice' }));
	});

	describe('the last admin', () => {
		const ends: readonly [string, () => Promise<unknown>][] = [
			['is disabled', () => admin().users.setState('root', 'disabled')],
			['is deleted', () => admin().users.delete('root')],
			['leaves the group', () => admin().groups.removeUser('Admins', 'root')],
			['loses the role', () => admin().groups.removeRole('Admins', role)],
			['loses the group', () => admin().groups.delete('Admins')],
			['loses the role for good', () => admin().roles.delete(role)],
			['loses the privilege', () => admin().roles.update(role, { privileges: ['x'], name: 'y' })],
		];
		test.each(ends)('NT-81: stays when it %s', async (_what, end) => {
			expect(await end()).toEqual({
				kind: 'refused',
				sentence:
					'Nobody who is enabled would be left with Manage Access: give it to another user first.',
			});
			expect((await opened.realm.administeredBy('root')).kind).toBe('done');
			expect(valueOf(await admin().roles.getAll({ application: 'Realm' }))).toMatchObject([
				{ name: 'Administrator', privileges: ['Manage Access'] },
			]);
		});

		test.each(ends.slice(0, 3))('may go when there is another: it %s', async (_what, end) => {
			valueOf(await admin().users.create({ username: 'second', groups: ['Admins'] }));
			expect(await end()).toMatchObject({ kind: 'done' });
		});

		test('does not count while disabled', async () => {
			valueOf(await admin().users.create({ username: 'second', groups: ['Admins'] }));
			valueOf(await admin().users.setState('second', 'disabled'));
			expect((await admin().users.delete('root')).kind).toBe('refused');
		});

		test('is one of ten that all leave at once', async () => {
			const names = Array.from({ length: 9 }, (_, index) => `admin ${String(index)}`);
			for (const username of names) {
				valueOf(await admin().users.create({ username, groups: ['Admins'] }));
			}
			const left = await Promise.all(
				['root', ...names].map((name) => admin().users.setState(name, 'disabled')),
			);
			expect(left.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
		});
	});

	describe('an acting user', () => {
		test.each(['alice', 'nobody'])('NT-81: %s does nothing without Manage Access', async (name) => {
			expect((await opened.realm.administeredBy(name)).kind).toBe('refused');
		});

		test('NT-81: does nothing while disabled', async () => {
			valueOf(await admin().users.create({ username: 'second', groups: ['Admins'] }));
			valueOf(await admin().users.setState('root', 'disabled'));
			expect(await opened.realm.administeredBy('root')).toEqual({
				kind: 'refused',
				sentence: 'The user "root" may not do this: it takes an enabled user with Manage Access.',
			});
		});

		test('with Manage Access administers what it has itself', async () => {
			const root = await as('root');
			valueOf(await root.users.create({ username: 'bob' }));
			valueOf(await root.apiKeys.generate({ username: 'bob', name: 'k' }));
			const input = { application: 'Default', name: 'r', privileges: ['Run Actions'] };
			valueOf(await root.roles.create(input));
			valueOf(await root.groups.addUser('Admins', 'bob'));
		});

		test('NT-81: gives nothing that it lacks, in no way', async () => {
			const stronger = { application: 'Default', name: 'Viewer', privileges: ['View'] };
			const viewer = { application: 'Default', role: 'Viewer' };
			valueOf(await admin().roles.create(stronger));
			valueOf(await admin().groups.create('Viewers'));
			valueOf(await admin().groups.addRole('Viewers', viewer));
			valueOf(await admin().users.create({ username: 'viewer', groups: ['Viewers'] }));
			const key = valueOf(await admin().apiKeys.generate({ username: 'viewer', name: 'k' }));

			const root = await as('root');
			const lacks = {
				kind: 'refused',
				sentence: expect.stringMatching(
					/^The user "root" cannot give "View" in the application "[Dd]efault" without having it\.$/,
				) as unknown,
			};
			for (const outcome of [
				await root.users.create({ username: 'bob', groups: ['Viewers'] }),
				await root.groups.addUser('Viewers', 'root'),
				await root.groups.addRole('Default', viewer),
				await root.roles.create({ ...stronger, name: 'Other' }),
				await root.roles.update(
					{ application: 'Default', role: 'Caller' },
					{ privileges: ['View'] },
				),
				await root.apiKeys.generate({ username: 'viewer', name: 'second' }),
				await root.apiKeys.rotate(key.credentialId, { graceSeconds: 0 }),
				await root.apiKeys.update(key.credentialId, { addresses: 'any' }),
			]) {
				expect(outcome).toEqual(lacks);
			}
			expect((await root.roles.update(viewer, { name: 'Reader' })).kind).toBe('done');
			expect((await root.apiKeys.revoke(key.credentialId)).kind).toBe('done');
		});
	});

	describe('what an acting user does', () => {
		test('PF-8: is in the audit with that user, deleting of the audit included', async () => {
			const place = { workflow: 'w', node: 'Access Admin' };
			const acting = valueOf(await opened.realm.operatedBy(place).administeredBy('root'));
			valueOf(await acting.administer.users.create({ username: 'bob' }));
			await acting.audit.prune(0);
			const [pruned, created] = await opened.realm.audit.query({});
			expect(pruned?.content).toMatchObject({
				operation: 'auditLog.prune',
				user: 'root',
				...place,
			});
			expect(created?.content).toMatchObject({ operation: 'user.create', user: 'root', ...place });
		});
	});
});
