import { openKeptRealm } from '../../src/realm/kept-realm';
import { systemPorts } from '../../src/realm/system-ports';
import { aRealm, KEY_LOCK, type TestRealm } from '../a-realm';
import { type Outage, outages } from '../an-outage';

const unavailable = { code: 'store-unavailable' };
const NEXT_LOCK = { kind: 'key', key: new Uint8Array(32).fill(7) } as const;

describe.each(outages)('a change that cannot be announced in $engine', ({ start }) => {
	let outage: Outage;
	let opened: TestRealm;
	beforeEach(async () => {
		outage = await start();
		opened = await aRealm(async () => outage.storage);
	});
	afterEach(async () => {
		await opened.close();
		await outage.close();
	});
	const recorded = async () =>
		(await opened.realm.audit.query({ kind: 'administration' })).map(({ content }) => [
			content['operation'],
			content['decision'],
		]);

	test('by an administrator is made, not acknowledged, and in the audit', async () => {
		const { users } = opened.realm.administer;
		outage.silence();
		await expect(users.create({ username: 'alice' })).rejects.toMatchObject(unavailable);
		await outage.end();
		expect((await users.getAll()).map(({ name }) => name)).toEqual(['alice']);
		expect(await recorded()).toEqual([['user.create', 'done']]);
	});

	test('of the passphrase is made, not acknowledged, and in the audit', async () => {
		const settings = { realm: 'default', lock: KEY_LOCK };
		const { passphrase, realm } = await openKeptRealm(settings, opened.store, systemPorts);
		outage.silence();
		await expect(passphrase.begin(NEXT_LOCK)).rejects.toMatchObject(unavailable);
		await outage.end();
		expect(await passphrase.state()).toBe('changing');
		outage.silence();
		await expect(passphrase.cancel()).rejects.toMatchObject(unavailable);
		await outage.end();
		expect(await passphrase.state()).toBe('one');
		expect((await recorded()).sort()).toEqual([
			['realm.cancelPassphrase', 'done'],
			['realm.changePassphrase', 'done'],
		]);
		await realm.close();
	});
});
