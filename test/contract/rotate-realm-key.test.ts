import { readySodium } from '../../src/crypto/sodium';
import { type KeptRealm, openKeptRealm } from '../../src/realm/kept-realm';
import { openDatasource } from '../../src/realm/open-datasource';
import { openStore } from '../../src/realm/open-realm';
import { systemPorts } from '../../src/realm/system-ports';
import { type Rewrapping, rotateRealmKey } from '../../src/realm/rotate-realm-key';
import type { RealmLock } from '../../src/realm/settings';
import { sharedRealms } from '../../src/realm/shared-realms';
import { unlockExistingRealm } from '../../src/realm/unlock-realm';
import type { Store } from '../../src/store/store';
import { A_CALL, A_POLICY, aMessage, KEY_LOCK, valueOf } from '../a-realm';
import { type CommandPlace, commandPlaces } from '../command-place';
import { type RealmProcess, startRealmProcess } from '../realm-process';
import { PASSPHRASE, runCommand } from '../run-command';
import { steadyTime } from '../steady-time';
import { aDatasource, seal } from './a-datasource';

const ANOTHER_KEY: RealmLock = { kind: 'key', key: new Uint8Array(32).fill(7) };
const nothing = (): void => undefined;

describe.each(commandPlaces)('a rotation of the realm key in $engine', ({ create }) => {
	let place: CommandPlace;
	let store: Store;
	const opened: KeptRealm[] = [];
	const processes: RealmProcess[] = [];
	beforeEach(async () => {
		place = await create();
		store = await openStore(place.storage.storage, systemPorts.clock);
	});
	afterEach(async () => {
		await Promise.all(opened.splice(0).map(({ realm }) => realm.close()));
		await Promise.all(processes.splice(0).map((each) => each.end()));
		await store.close();
		await place.storage.remove();
	});

	const settings = (lock: RealmLock = KEY_LOCK) => ({ realm: 'default', lock });
	const keep = async (lock?: RealmLock): Promise<KeptRealm> => {
		const kept = await openKeptRealm(settings(lock), store, systemPorts);
		opened.push(kept);
		return kept;
	};
	const shared = () => sharedRealms(systemPorts);
	const aProcess = (): RealmProcess => {
		const started = startRealmProcess(place.storage.storage);
		processes.push(started);
		return started;
	};
	const versions = async () =>
		(await store.db.selectFrom('realm_key').selectAll().execute())
			.map(({ version, wrapped_by: by }) => `${String(version)} by ${by}`)
			.sort();
	const peppers = async () =>
		(await store.db.selectFrom('credential_version').selectAll().execute()).map(
			(row) => row.pepper_version,
		);
	const calls = (realm: KeptRealm['realm'], key: string) =>
		realm
			.authenticate(aMessage({ headerFields: [['X-API-Key', key]] }), A_POLICY, A_CALL)
			.then(({ kind }) => kind);

	test('keeps older keys under the newest: older peppers and chains hold, new ones take the new key', async () => {
		const realms = shared();
		const { realm } = await realms.open({ ...settings(), storage: place.storage.storage });
		valueOf(await realm.administer.users.create({ username: 'alice' }));
		const generate = async (from: KeptRealm['realm']) =>
			valueOf(await from.administer.apiKeys.generate({ username: 'alice', name: 'k' })).key;
		const keys = [await generate(realm)];
		for (let version = 2; version <= 4; version += 1) {
			const kept = await keep();
			expect(await kept.rotate(nothing)).toEqual({ kind: 'done', value: { version } });
			keys.push(await generate((await keep()).realm));
		}
		expect(await versions()).toEqual([
			'1 by realm-key',
			'2 by realm-key',
			'3 by realm-key',
			'4 by key',
		]);
		expect((await peppers()).sort()).toEqual([1, 2, 3, 4]);
		const fresh = (await keep()).realm;
		for (const key of keys) {
			expect([await calls(realm, key), await calls(fresh, key)]).toEqual(['accepted', 'accepted']);
		}
		for (const one of [realm, fresh]) {
			expect(await one.audit.verify()).toMatchObject({ findings: [] });
		}
		await realms.close();
		const chains = await store.db.selectFrom('audit_chain').selectAll().execute();
		expect(new Set(chains.map(({ key_version: version }) => version)).size).toBeGreaterThan(2);
		const rotations = await fresh.audit.query({ kind: 'administration' });
		expect(
			rotations.flatMap(({ content }) =>
				content['operation'] === 'realm.rotateKey' ? [content['target']] : [],
			),
		).toEqual(['version 4', 'version 3', 'version 2']);
	});

	test('reaches processes that go on: each accepts what the others issue, before and after', async () => {
		const [one, two] = [aProcess(), aProcess()];
		const before = await one.generateKey('alice');
		expect(await two.call(before.key)).toBe('accepted');
		const rotated = await runCommand(['rotate-realm-key', ...place.args, '--json'], {
			...place.environment,
			INCOMING_API_PASSPHRASE: PASSPHRASE,
		});
		expect([rotated.exitCode, JSON.parse(rotated.out)]).toMatchObject([
			0,
			{ ok: true, version: 2 },
		]);
		const { realm } = await keep();
		const after = valueOf(
			await realm.administer.apiKeys.generate({ username: 'alice', name: 'after' }),
		);
		for (const each of [one, two]) {
			expect([await each.call(before.key), await each.call(after.key)]).toEqual([
				'accepted',
				'accepted',
			]);
		}
		const until = steadyTime() + 10_000;
		for (;;) {
			const { key } = await two.generateKey('bob');
			expect(await one.call(key)).toBe('accepted');
			if ((await peppers()).filter((version) => version === 2).length > 1) break;
			if (steadyTime() > until) throw new Error('The process went on with the old pepper.');
		}
		expect(await realm.audit.verify()).toMatchObject({ findings: [] });
	});

	test('waits for a change of the passphrase; of several at once one wins', async () => {
		const realms = shared();
		await realms.open({ ...settings(), storage: place.storage.storage });
		await realms.close();
		const kept = await keep();
		await kept.passphrase.begin(ANOTHER_KEY);
		expect(await kept.rotate(nothing)).toEqual({
			kind: 'refused',
			sentence:
				'A change of the passphrase is not finished: finish it or take it back before the realm key is rotated.',
		});
		await kept.passphrase.cancel();
		const several = await Promise.all([keep(), keep(), keep(), keep()]);
		const outcomes = await Promise.all(several.map(({ rotate }) => rotate(nothing)));
		expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
		expect(await versions()).toEqual(['1 by realm-key', '2 by key']);
		const again = await keep();
		await again.passphrase.begin(ANOTHER_KEY);
		await (await keep(ANOTHER_KEY)).passphrase.finish();
		expect(await (await keep(ANOTHER_KEY)).realm.audit.verify()).toMatchObject({ findings: [] });
		await expect(keep(KEY_LOCK)).rejects.toMatchObject({ code: 'wrong-passphrase' });
	});

	test('a realm that was opened by a passphrase which is gone refuses, and says why, what it cannot check', async () => {
		const realms = shared();
		const { realm } = await realms.open({ ...settings(), storage: place.storage.storage });
		valueOf(await realm.administer.users.create({ username: 'alice' }));
		const old = (await keep()).realm;
		await (await keep()).passphrase.begin(ANOTHER_KEY);
		await (await keep(ANOTHER_KEY)).passphrase.finish();
		await (await keep(ANOTHER_KEY)).rotate(nothing);
		const { administer } = (await keep(ANOTHER_KEY)).realm;
		const { key } = valueOf(await administer.apiKeys.generate({ username: 'alice', name: 'k' }));
		await expect(calls(old, key)).rejects.toMatchObject({ code: 'wrong-passphrase' });
		await realms.close();
	});

	test('that was ended while it wrapped things anew goes on with them, and makes no further version', async () => {
		const realms = shared();
		await realms.open({ ...settings(), storage: place.storage.storage });
		await realms.close();
		const sodium = await readySodium();
		let left = 5;
		let endsAt = 3;
		const progress: string[] = [];
		const things: Rewrapping = {
			left: async () => left,
			async wrapSome({ key }) {
				expect(key.version).toBe(2);
				if (left === endsAt) throw new Error('It was ended.');
				if (left === 0) return 0;
				left -= 1;
				return 1;
			},
		};
		const recorded: number[] = [];
		const rotate = async () => {
			const { unlocked } = await unlockExistingRealm(settings(), store);
			return await rotateRealmKey(
				{ ...systemPorts, sodium, store, rewrappings: [things] },
				unlocked,
				async ({ key }) => void recorded.push(key.version),
				(done, total) => void progress.push(`${String(done)}/${String(total)}`),
			);
		};
		await expect(rotate()).rejects.toThrow('It was ended.');
		endsAt = -1;
		expect(await rotate()).toEqual({ kind: 'done', value: { version: 2 } });
		expect([left, recorded]).toEqual([0, [2]]);
		expect(progress).toEqual(['1/5', '2/5', '1/3', '2/3', '3/3']);
		expect(await versions()).toEqual(['1 by realm-key', '2 by key']);
	});

	test('wraps the keys of datasources anew: their secret keys and datasource keys go on', async () => {
		const realms = shared();
		const { realm } = await realms.open({ ...settings(), storage: place.storage.storage });
		const expiresAt = Date.now() + 3_600_000;
		const names = ['crm', 'shop', 'mail'];
		const made = [];
		for (const datasource of names) {
			const held = await aDatasource(realm, datasource);
			made.push({ ...held, datasource });
			const sealed = await seal({ publicKey: held.publicKey, datasource, expiresAt });
			valueOf(await realm.administer.secrets.create({ datasource, name: 'MyAPIKey' }, { sealed }));
		}
		const progress: string[] = [];
		await (await keep()).rotate((done, total) => progress.push(`${String(done)}/${String(total)}`));
		expect(progress).toEqual(['3/3']);
		const rows = await store.db.selectFrom('datasource').selectAll().execute();
		expect(rows.map(({ key_version: version }) => version)).toEqual([2, 2, 2]);

		const fresh = (await keep()).realm;
		for (const { publicKey, datasource } of made) {
			const key = { datasource, name: 'MyAPIKey' };
			const sealed = await seal({ publicKey, datasource, expiresAt, value: 'another value' });
			expect(valueOf(await fresh.administer.secrets.rotate(key, { sealed })).version).toBe(2);
		}
		for (const { datasource, datasourceKey } of made) {
			const held = await openDatasource(
				{ realm: 'default', datasource, datasourceKey },
				store,
				systemPorts,
			);
			await held.close();
		}
		const key = { datasource: 'crm', name: 'MyAPIKey' };
		expect(valueOf(await realm.administer.secrets.setState(key, 'disabled')).state).toBe(
			'disabled',
		);
		await realms.close();
		expect(await fresh.audit.verify()).toMatchObject({ findings: [] });
	});

	test('takes the key of a deleted datasource along: the audit of its uses verifies', async () => {
		const realms = shared();
		const { realm } = await realms.open({ ...settings(), storage: place.storage.storage });
		const { datasourceKey } = await aDatasource(realm);
		const access = { realm: 'default', datasource: 'crm', datasourceKey };
		const held = await openDatasource(access, store, systemPorts);
		await held.record({ name: 'MyAPIKey', used: undefined, host: 'api.example.com' });
		await held.close();
		valueOf(await realm.administer.datasources.delete('crm', { withSecrets: false }));
		await (await keep()).rotate(nothing);
		const rows = await store.db.selectFrom('datasource').selectAll().execute();
		expect(rows.map(({ key_version: version }) => version)).toEqual([2]);
		expect((await (await keep()).realm.audit.verify()).findings).toEqual([]);
		await realms.close();
	});

	test('is killed at any moment, run again, and goes through; nothing is lost meanwhile', async () => {
		const process_ = aProcess();
		const keys = [await process_.generateKey('alice')];
		const environment = { ...place.environment, INCOMING_API_PASSPHRASE: PASSPHRASE };
		const start = performance.now();
		await runCommand(['audit', 'verify', ...place.args], environment);
		const whole = performance.now() - start;
		const command = ['rotate-realm-key', ...place.args];
		for (let kill = 0; kill < 5; kill += 1) {
			const at = whole * (0.55 + 0.6 * Math.random());
			const [, issued] = await Promise.all([
				runCommand(command, environment, '', at),
				process_.generateKey('alice'),
			]);
			keys.push(issued);
			expect(await runCommand(command, environment)).toMatchObject({ exitCode: 0, err: '' });
			keys.push(await process_.generateKey('alice'));
		}
		const outcomes: string[] = [];
		for (const { key } of keys) outcomes.push(await process_.call(key));
		expect(new Set(outcomes)).toEqual(new Set(['accepted']));
		const { realm } = await keep();
		for (const { key } of keys) expect(await calls(realm, key)).toBe('accepted');
		expect(await realm.audit.verify()).toMatchObject({ findings: [] });
		expect((await versions()).filter((version) => version.endsWith(' by key'))).toHaveLength(1);
	}, 600_000);
});
