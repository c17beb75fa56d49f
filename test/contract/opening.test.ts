import { execFile } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { openStore } from '../../src/realm/open-realm';
import { systemPorts } from '../../src/realm/system-ports';
import { parseLock, type RealmLock } from '../../src/realm/settings';
import { type SharedRealms, sharedRealms } from '../../src/realm/shared-realms';
import { KEY_LOCK, valueOf } from '../a-realm';
import { sqliteStorage, type StoreKind, stores, type TestStorage } from '../stores';

let storage: TestStorage;
let realms: SharedRealms;

const prepare = async (create: StoreKind['create']): Promise<void> => {
	storage = await create();
	realms = sharedRealms(systemPorts);
};
afterEach(async () => {
	await realms.close();
	await storage.remove();
});

const lockOf = (text: string): RealmLock => {
	const lock = parseLock(text);
	if (lock.kind === 'refused') throw new Error(lock.sentence);
	return lock;
};
const settings = (lock: RealmLock = KEY_LOCK, realm = 'default') => ({
	realm,
	lock,
	storage: storage.storage,
});

describe.each(stores)('opening a realm in $engine', ({ createNew }) => {
	beforeEach(() => prepare(createNew));

	test('creates it the first time and finds it again', async () => {
		const first = await realms.open(settings());
		expect(first.created).toBe(true);
		valueOf(await first.realm.administer.users.create({ username: 'alice' }));
		await realms.close();

		const again = await realms.open(settings());
		expect(again.created).toBe(false);
		expect(again.realm.id).toBe(first.realm.id);
		expect(await again.realm.count()).toEqual({ users: 1, apiKeys: 0 });
	});

	test('is shared by settings that mean the same, and says "created" once', async () => {
		const [one, two] = await Promise.all([realms.open(settings()), realms.open(settings())]);
		expect(one.realm).toBe(two.realm);
		expect([one.created, two.created]).toEqual([true, false]);
	});

	test('NT-82: with a wrong passphrase is one clear error, and nothing is written', async () => {
		const { realm } = await realms.open(settings(lockOf('the right passphrase')));
		const store = await openStore(storage.storage, systemPorts.clock);
		const keys = () => store.db.selectFrom('realm_key').selectAll().execute();
		const before = await keys();
		const wrong = realms.open(settings(lockOf('the wrong passphrase')));
		await expect(wrong).rejects.toMatchObject({
			code: 'wrong-passphrase',
			message: `The passphrase does not open realm "default" in ${store.name}: enter its passphrase.`,
		});
		await expect(realms.open(settings(KEY_LOCK))).rejects.toMatchObject({
			code: 'wrong-passphrase',
			message: `The key does not open realm "default" in ${store.name}: enter its passphrase.`,
		});
		expect(await keys()).toEqual(before);
		await store.close();
		const again = await realms.open(settings(lockOf('the right passphrase')));
		expect(again).toMatchObject({ created: false });
		expect(again.realm).toBe(realm);
	});

	test('takes 32 bytes of base64 as the key itself', async () => {
		const text = Buffer.alloc(32, 5).toString('base64');
		expect(lockOf(text)).toEqual({ kind: 'key', key: Buffer.alloc(32, 5) });
		expect((await realms.open(settings(lockOf(text)))).created).toBe(true);
	});

	test('NT-82: of a realm with a key is refused to a passphrase', async () => {
		await realms.open(settings(KEY_LOCK));
		await expect(realms.open(settings(lockOf('a passphrase')))).rejects.toMatchObject({
			code: 'wrong-passphrase',
		});
	});

	test('keeps several realms of one database apart', async () => {
		const one = (await realms.open(settings(KEY_LOCK, 'one'))).realm;
		const two = (await realms.open(settings(lockOf('another passphrase'), 'two'))).realm;
		valueOf(await one.administer.users.create({ username: 'alice' }));
		expect(await two.count()).toEqual({ users: 0, apiKeys: 0 });
		expect((await two.administer.apiKeys.generate({ username: 'alice', name: 'k' })).kind).toBe(
			'refused',
		);
	});

	test('of two openers at once makes one realm', async () => {
		const others = Array.from({ length: 8 }, () => sharedRealms(systemPorts));
		const opened = await Promise.all(others.map((other) => other.open(settings())));
		expect(new Set(opened.map(({ realm }) => realm.id)).size).toBe(1);
		expect(opened.filter(({ created }) => created)).toHaveLength(1);
		await Promise.all(others.map((other) => other.close()));
	});

	test('of two processes at once makes one realm', async () => {
		const run = () =>
			new Promise<string>((resolve, reject) => {
				const options = { env: { ...process.env, STORAGE: JSON.stringify(storage.storage) } };
				execFile(process.execPath, [join(__dirname, 'open-a-realm.cjs')], options, (error, out) => {
					if (error) reject(error);
					else resolve(out.trim());
				});
			});
		const ids = await Promise.all([run(), run(), run(), run()]);
		expect(new Set(ids).size).toBe(1);
	});

	test('leaves the event loop free, also while Argon2id and the first migration run', async () => {
		const longestPause = async (realm: string): Promise<number> => {
			let longest = 0;
			let last = performance.now();
			const timer = setInterval(() => {
				longest = Math.max(longest, performance.now() - last);
				last = performance.now();
			}, 1);
			await realms.open(settings(lockOf('a long enough passphrase'), realm));
			clearInterval(timer);
			return longest;
		};
		// Argon2id alone takes well over 100 ms each time; what a busy machine adds is not in the best.
		let least = Number.POSITIVE_INFINITY;
		for (let tries = 0; tries < 20 && least >= 100; tries += 1) {
			least = Math.min(least, await longestPause(`realm ${String(tries)}`));
		}
		expect(least).toBeLessThan(100);
	});

	test('of a newer version is refused with what to do', async () => {
		await realms.open(settings());
		await realms.close();
		await storage.execute('insert into migration values (999, 0)');
		await expect(realms.open(settings())).rejects.toMatchObject({
			code: 'newer-realm',
			message: expect.stringMatching(
				/ was written by a newer version of n8n-nodes-incoming-api \(schema 999\): update the package\.$/,
			),
		});
	});

	test("of another program's tables is refused, and they are left alone", async () => {
		await storage.execute('create table theirs (a integer)');
		await expect(realms.open(settings())).rejects.toMatchObject({
			code: 'not-a-realm',
			message: expect.stringContaining('was left as it is'),
		});
		await expect(storage.execute('create table realm (a integer)')).resolves.toBeUndefined();
	});
});

describe('a file', () => {
	let folder: string;
	let file: string;
	beforeEach(async () => {
		await prepare(async () => {
			const sqlite = await sqliteStorage();
			({ file } = sqlite.storage);
			folder = dirname(file);
			return sqlite;
		});
	});

	test('is made for its owner alone', async () => {
		await realms.open(settings());
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	const refusesAs = async (code: string, message: string): Promise<void> => {
		await expect(realms.open(settings())).rejects.toMatchObject({ code, message });
	};

	test('of another program is refused and left as it is', async () => {
		const other = new DatabaseSync(file);
		other.exec('create table theirs (a)');
		other.close();
		const before = readFileSync(file);
		await refusesAs(
			'not-a-realm',
			`The file ${file} is not a realm and was left as it is: name another SQLite file.`,
		);
		expect(readFileSync(file)).toEqual(before);
	});

	test('that is no database is refused and left as it is', async () => {
		const text = 'not a database, but long enough to be taken for one by its size'.repeat(100);
		writeFileSync(file, text);
		await refusesAs(
			'not-a-realm',
			`The file ${file} is not a realm and was left as it is: name another SQLite file.`,
		);
		expect(readFileSync(file, 'utf8')).toBe(text);
	});

	test('in a folder that does not exist is refused with what to do', async () => {
		const missing = join(folder, 'missing', 'realm.sqlite');
		const elsewhere = { kind: 'sqlite', file: missing } as const;
		await expect(realms.open({ ...settings(), storage: elsewhere })).rejects.toMatchObject({
			message: `The folder ${join(folder, 'missing')} does not exist: create it, or name another SQLite file.`,
		});
	});

	test('is tried anew at the next opening', async () => {
		writeFileSync(file, 'x'.repeat(5000));
		await expect(realms.open(settings())).rejects.toMatchObject({ code: 'not-a-realm' });
		await rm(file);
		expect((await realms.open(settings())).created).toBe(true);
	});
});
