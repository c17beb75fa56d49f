import { type KeptRealm, openKeptRealm } from '../../src/realm/kept-realm';
import { openStore } from '../../src/realm/open-realm';
import { systemPorts } from '../../src/realm/system-ports';
import type { RealmLock } from '../../src/realm/settings';
import { type SharedRealms, sharedRealms } from '../../src/realm/shared-realms';
import type { Store } from '../../src/store/store';
import { KEY_LOCK } from '../a-realm';
import { type CommandPlace, commandPlaces } from '../command-place';
import { runCommand } from '../run-command';
import { steadyTime } from '../steady-time';

const A_PASSPHRASE: RealmLock = { kind: 'passphrase', passphrase: 'correct horse battery' };
const ANOTHER: RealmLock = { kind: 'passphrase', passphrase: 'staple of another horse' };
const ANOTHER_KEY: RealmLock = { kind: 'key', key: new Uint8Array(32).fill(7) };

const textOf = (lock: RealmLock): string =>
	lock.kind === 'key' ? Buffer.from(lock.key).toString('base64') : lock.passphrase;

describe.each(commandPlaces)('a change of the passphrase in $engine', ({ create }) => {
	let place: CommandPlace;
	let store: Store;
	let realms: SharedRealms;
	const kept: KeptRealm[] = [];
	beforeEach(async () => {
		place = await create();
		store = await openStore(place.storage.storage, systemPorts.clock);
		realms = sharedRealms(systemPorts);
	});
	afterEach(async () => {
		await Promise.all(kept.splice(0).map(({ realm }) => realm.close()));
		await realms.close();
		await store.close();
		await place.storage.remove();
	});

	const open = (lock: RealmLock) =>
		realms.open({ realm: 'default', lock, storage: place.storage.storage });
	const keep = async (lock: RealmLock): Promise<KeptRealm> => {
		const opened = await openKeptRealm({ realm: 'default', lock }, store, systemPorts);
		kept.push(opened);
		return opened;
	};
	const isRefused = async (lock: RealmLock): Promise<void> => {
		await expect(keep(lock)).rejects.toMatchObject({ code: 'wrong-passphrase' });
	};
	const wraps = () => store.db.selectFrom('realm_key').selectAll().execute();
	const done = { kind: 'done', value: undefined };

	test.each([
		['a passphrase', A_PASSPHRASE, 'another', ANOTHER],
		['a passphrase', A_PASSPHRASE, 'a key', ANOTHER_KEY],
		['a key', KEY_LOCK, 'a passphrase', A_PASSPHRASE],
		['a key', KEY_LOCK, 'another', ANOTHER_KEY],
	])(
		'from %s to %s: both open the same realm, then the new one alone',
		async (_, old, __, next) => {
			const { realm } = await open(old);
			await isRefused(next);
			expect(await (await keep(old)).passphrase.begin(next)).toEqual(done);
			expect((await open(old)).realm).toBe(realm);
			expect((await open(next)).realm).toBe(realm);

			expect(await (await keep(next)).passphrase.finish()).toEqual(done);
			await isRefused(old);
			expect((await open(next)).realm).toBe(realm);
			expect(await wraps()).toHaveLength(1);
		},
	);

	test('is finished by the new passphrase and taken back by the old one, and not the other way', async () => {
		await open(KEY_LOCK);
		const old = await keep(KEY_LOCK);
		await old.passphrase.begin(ANOTHER_KEY);
		const next = await keep(ANOTHER_KEY);
		expect(await old.passphrase.state()).toBe('changing');
		expect(await old.passphrase.finish()).toEqual({
			kind: 'refused',
			sentence:
				'The passphrase that was entered is the old one: finish with the new one, so that it is known to work.',
		});
		expect(await next.passphrase.cancel()).toEqual({
			kind: 'refused',
			sentence:
				'The passphrase that was entered is the new one: take the change back with the old one.',
		});
		expect(await wraps()).toHaveLength(2);
		expect(await old.passphrase.cancel()).toEqual(done);
		expect(await old.passphrase.state()).toBe('one');
		await isRefused(ANOTHER_KEY);
		await keep(KEY_LOCK);
	});

	test('refuses a third passphrase and the one that is there; also of many at once one is taken', async () => {
		await open(KEY_LOCK);
		const { passphrase } = await keep(KEY_LOCK);
		expect(await passphrase.begin(KEY_LOCK)).toEqual({
			kind: 'refused',
			sentence: 'The new passphrase is the one that was entered: choose another one.',
		});
		const locks = Array.from({ length: 8 }, (_, index): RealmLock => {
			return { kind: 'key', key: new Uint8Array(32).fill(100 + index) };
		});
		const outcomes = await Promise.all(locks.map((lock) => passphrase.begin(lock)));
		expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
		expect(await wraps()).toHaveLength(2);
		expect(await passphrase.begin(ANOTHER)).toEqual({
			kind: 'refused',
			sentence: expect.stringMatching(/^A change of the passphrase is not finished/) as unknown,
		});
	});

	test('can be run again at every step, and each run is in the audit', async () => {
		const { realm } = await open(KEY_LOCK);
		const old = await keep(KEY_LOCK);
		const steps = [
			await old.passphrase.begin(ANOTHER_KEY),
			await old.passphrase.begin(ANOTHER_KEY),
			await old.passphrase.begin(ANOTHER),
		].map(({ kind }) => kind);
		expect(steps).toEqual(['done', 'done', 'refused']);
		const next = await keep(ANOTHER_KEY);
		await next.passphrase.finish();
		expect(await next.passphrase.finish()).toEqual(done);
		const entries = await realm.audit.query({ kind: 'administration' });
		expect(
			entries
				.map(({ content }) => [content['operation'], content['target'], content['decision']])
				.sort(),
		).toEqual(
			[
				['realm.changePassphrase', realm.id, 'done'],
				['realm.changePassphrase', realm.id, 'done'],
				['realm.changePassphrase', realm.id, 'refused'],
				['realm.finishPassphrase', realm.id, 'done'],
				['realm.finishPassphrase', realm.id, 'done'],
			].sort(),
		);
		expect(await realm.audit.verify()).toMatchObject({ findings: [] });
	});

	test('NT-82: an open realm is not given to a passphrase that opens it no more, nor to a wrong one', async () => {
		await open(KEY_LOCK);
		await (await keep(KEY_LOCK)).passphrase.begin(ANOTHER_KEY);
		await open(ANOTHER_KEY);
		await (await keep(ANOTHER_KEY)).passphrase.finish();
		const until = steadyTime() + 10_000;
		const stillOpen = () =>
			open(KEY_LOCK).then(
				() => true,
				() => false,
			);
		while ((await stillOpen()) && steadyTime() < until) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		await expect(open(KEY_LOCK)).rejects.toMatchObject({ code: 'wrong-passphrase' });
		await expect(open({ kind: 'key', key: new Uint8Array(32) })).rejects.toMatchObject({
			code: 'wrong-passphrase',
		});
	});

	test('NT-82: that ends while a realm is opened for the first time counts there too', async () => {
		await open(A_PASSPHRASE);
		await (await keep(A_PASSPHRASE)).passphrase.begin(ANOTHER_KEY);
		const { passphrase } = await keep(ANOTHER_KEY);
		const elsewhere = sharedRealms(systemPorts);
		const { storage } = place.storage;
		await elsewhere.open({ realm: 'other', lock: KEY_LOCK, storage });
		const openThere = () =>
			elsewhere.open({ realm: 'default', lock: A_PASSPHRASE, storage }).then(
				() => 'open',
				(error: unknown) => error,
			);
		const opening = openThere();
		// Less than a passphrase takes, and more than its keys take to be read.
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(await passphrase.finish()).toEqual(done);
		await opening;
		const until = steadyTime() + 10_000;
		while ((await openThere()) === 'open' && steadyTime() < until) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		expect(await openThere()).toMatchObject({ code: 'wrong-passphrase' });
		await elsewhere.close();
	});

	test('by the command takes the new passphrase from the environment or a file, and prints none', async () => {
		await open(KEY_LOCK);
		await realms.close();
		const run = (lock: RealmLock, environment: Record<string, string>, ...args: string[]) =>
			runCommand(['change-passphrase', ...args, ...place.args], {
				...place.environment,
				...environment,
				INCOMING_API_PASSPHRASE: textOf(lock),
			});
		const next = { INCOMING_API_NEW_PASSPHRASE: textOf(ANOTHER_KEY) };
		expect(await run(KEY_LOCK, {})).toMatchObject({
			exitCode: 2,
			err: 'There is no new passphrase: set INCOMING_API_NEW_PASSPHRASE or INCOMING_API_NEW_PASSPHRASE_FILE, or run this in a terminal.\n',
		});
		expect(await run(KEY_LOCK, { INCOMING_API_NEW_PASSPHRASE: 'short' })).toMatchObject({
			exitCode: 1,
			err: expect.stringContaining('too short') as unknown,
		});
		const began = await run(KEY_LOCK, next);
		expect([began.exitCode, began.err]).toEqual([0, '']);
		expect(began.out).toMatch(
			/^The new passphrase opens the realm now, and the old one still does/,
		);
		expect(began.out).not.toContain(textOf(ANOTHER_KEY));
		expect((await run(KEY_LOCK, {}, '--finish')).exitCode).toBe(1);
		const finished = await run(ANOTHER_KEY, {}, '--finish', '--json');
		expect([finished.exitCode, JSON.parse(finished.out)]).toMatchObject([
			0,
			{ ok: true, state: 'one' },
		]);
		expect((await run(KEY_LOCK, next)).exitCode).toBe(2);
		expect((await run(KEY_LOCK, next, '--finish', '--cancel')).exitCode).toBe(2);
	});

	test('is killed at any moment, run again, and goes through', async () => {
		await open(KEY_LOCK);
		await realms.close();
		const environment = (lock: RealmLock) => ({
			...place.environment,
			INCOMING_API_PASSPHRASE: textOf(lock),
		});
		const locks = [KEY_LOCK, ANOTHER_KEY];
		const start = performance.now();
		await runCommand(['audit', 'verify', ...place.args], environment(KEY_LOCK));
		const whole = performance.now() - start;
		/** The work is at the end of a run, the start takes most of it. */
		const runAndKill = async (args: string[], variables: Record<string, string>, round: number) => {
			await runCommand(args, variables, '', whole * (0.6 + 0.15 * round));
		};
		for (let round = 0; round < 4; round += 1) {
			const [old, next] = round % 2 === 0 ? locks : [...locks].reverse();
			if (old === undefined || next === undefined) throw new Error('There are two locks.');
			const begin = {
				...environment(old),
				INCOMING_API_NEW_PASSPHRASE: textOf(next),
			};
			const command = ['change-passphrase', ...place.args];
			await runAndKill(command, begin, round);
			expect(await runCommand(command, begin)).toMatchObject({ exitCode: 0 });
			const finish = [...command, '--finish'];
			await runAndKill(finish, environment(next), round);
			expect(await runCommand(finish, environment(next))).toMatchObject({ exitCode: 0 });
			expect(await wraps()).toHaveLength(1);
			await isRefused(old);
		}
		const { realm } = await keep(KEY_LOCK);
		expect(await realm.audit.verify()).toMatchObject({ findings: [] });
	}, 600_000);
});
