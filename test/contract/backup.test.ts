import { readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sql } from 'kysely';

import { systemRandom } from '../../src/crypto/random';
import { openKeptRealm } from '../../src/realm/kept-realm';
import { openExistingRealm, openStore } from '../../src/realm/open-realm';
import { systemPorts } from '../../src/realm/system-ports';
import { restoreRealm } from '../../src/realm/restore-realm';
import type { RealmLock } from '../../src/realm/settings';
import { PASSING_TABLES, REALM_TABLES, SCHEMA_VERSION } from '../../src/store/realm-rows';
import type { Store } from '../../src/store/store';
import { A_CALL, A_POLICY, aMessage, aRealm, KEY_LOCK, type TestRealm, valueOf } from '../a-realm';
import { commandPlaces } from '../command-place';
import { PASSPHRASE, runCommand } from '../run-command';
import { stores, type TestStorage } from '../stores';
import { backupOf, inPieces, nothing } from './a-backup';

const rowsOf = (text: string): readonly string[] =>
	text
		.split('\n')
		.filter((line) => line.startsWith('{"table"') && !line.startsWith('{"table":"audit'))
		.sort();

const pairs = stores.flatMap((from) => stores.map((to) => ({ from, to })));

describe.each(pairs)('a backup from $from.engine, restored into $to.engine,', ({ from, to }) => {
	let source: TestRealm;
	let target: TestStorage;
	let store: Store;
	beforeEach(async () => {
		source = await aRealm(from.create);
		target = await to.create();
		store = await openStore(target.storage, systemPorts.clock);
	});
	afterEach(async () => {
		await source.close();
		await store.close();
		await target.remove();
	});
	const restore = (text: string, lock: RealmLock = KEY_LOCK) =>
		restoreRealm(inPieces(text), store, lock, nothing);

	test('is the same realm: users, keys, clients, decisions, and an audit that verifies', async () => {
		const { administer } = source.realm;
		valueOf(
			await administer.users.create({ username: 'alice', displayName: 'A "\u00e9\u{1F600}\\"' }),
		);
		valueOf(await administer.applications.create('Other'));
		const { key } = valueOf(await administer.apiKeys.generate({ username: 'alice', name: 'k' }));
		const pair = { username: 'alice', name: 'p', kind: 'pair', actAs: { usernames: ['alice'] } };
		const shown = valueOf(await administer.apiKeys.generate(pair));
		const { clientId, clientSecret = '' } = valueOf(
			await administer.clients.register({
				name: 'c',
				grants: ['client_credentials'],
				groups: ['Default'],
				actAs: { usernames: ['alice'] },
			}),
		);
		const message = aMessage({ headerFields: [['X-API-Key', key]] });
		await source.realm.authenticate(message, A_POLICY, A_CALL);
		const settings = { realm: 'default', lock: KEY_LOCK };
		const kept = await openKeptRealm(settings, source.store, systemPorts);
		await kept.rotate(nothing);
		await kept.realm.close();
		const text = await backupOf(source);
		expect(await restore(text)).toMatchObject({
			schema: SCHEMA_VERSION,
			realm: { id: source.realm.id, name: 'default' },
		});

		expect(rowsOf(await backupOf({ ...source, store }))).toEqual(rowsOf(text));

		const realm = await openExistingRealm({ realm: 'default', lock: KEY_LOCK }, store, systemPorts);
		expect(await realm.administer.users.getAll()).toEqual(await administer.users.getAll());
		expect(await realm.authenticate(message, A_POLICY, A_CALL)).toMatchObject({
			kind: 'accepted',
		});
		const client = await realm.clients.findByClientId(clientId);
		expect(client).toEqual(await source.realm.clients.findByClientId(clientId));
		expect(realm.clients.prove(client, clientSecret, undefined)).toMatchObject({ kind: 'proven' });
		expect(await realm.keyPairs.prove(shown.key, shown.secret ?? '', undefined)).toMatchObject({
			kind: 'proven',
			users: [{ name: 'alice' }],
		});
		expect(await realm.clients.accessOf(clientId)).not.toEqual({ applications: [], grants: [] });
		expect(await realm.audit.verify()).toMatchObject({ findings: [] });
		const before = (await source.realm.audit.query({})).map(({ hash }) => hash);
		const after = new Set((await realm.audit.query({})).map(({ hash }) => hash));
		// The last entry is of the process that wrote the backup, in a chain of its own.
		expect(before.filter((hash) => !after.has(hash))).toEqual([]);
		await realm.close();
	});

	test('is as the realm was at one moment, while calls go on', async () => {
		const anonymous = { ...A_POLICY, allowAnonymous: true };
		let going = true;
		const calls = (async () => {
			let count = 0;
			while (going) {
				await Promise.all(
					Array.from({ length: 20 }, () =>
						source.realm.authenticate(aMessage(), anonymous, A_CALL),
					),
				);
				count += 20;
			}
			return count;
		})();
		const texts = [await backupOf(source), await backupOf(source), await backupOf(source)];
		going = false;
		expect(await calls).toBeGreaterThan(0);
		await restore(texts[2] ?? '');
		const realm = await openExistingRealm({ realm: 'default', lock: KEY_LOCK }, store, systemPorts);
		expect(await realm.audit.verify()).toMatchObject({ findings: [] });
		await realm.close();
	});

	test('is not written where the realm key was rotated since the realm was opened', async () => {
		const settings = { realm: 'default', lock: KEY_LOCK };
		const kept = await openKeptRealm(settings, source.store, systemPorts);
		const other = await openKeptRealm(settings, source.store, systemPorts);
		await other.rotate(nothing);
		let written = false;
		const write = async (): Promise<void> => void (written = true);
		await expect(kept.backup(write, nothing)).rejects.toThrow(
			'The realm key was rotated just now, and nothing was written: try again.',
		);
		expect(written).toBe(false);
		await Promise.all([kept.realm.close(), other.realm.close()]);
		await restore(await backupOf(source));
	});

	test('is refused where anything of it was changed, and then nothing is there', async () => {
		valueOf(await source.realm.administer.users.create({ username: 'alice' }));
		const text = await backupOf(source);
		const lines = text.trimEnd().split('\n');
		const without = (index: number) => `${lines.toSpliced(index, 1).join('\n')}\n`;
		const changed = [
			text.replace('"display_name":"alice"', '"display_name":"mallory"'),
			text.replaceAll(source.realm.id, systemRandom.uuid()),
			text.slice(0, -1),
			text.slice(0, text.length / 2),
			without(lines.length - 1),
			without(lines.length - 2),
			`${text}{"table":"announcement","row":{}}\n`,
			`${text}${lines.at(-2) ?? ''}\n`,
			text.replace(/"realm_user":\d+/, '"realm_user":7'),
			text.replace('"table":"credential_version"', '"table":"migration"'),
		].filter((one) => one !== text);
		const outcomes: string[] = [];
		for (const one of changed) {
			outcomes.push(
				await restore(one).then(
					() => 'restored',
					(error: unknown) => (error as { code: string }).code,
				),
			);
		}
		expect(new Set(outcomes)).toEqual(new Set(['not-a-backup', 'wrong-passphrase']));
		expect(outcomes.filter((code) => code === 'wrong-passphrase').length).toBeLessThan(2);
		for (const table of REALM_TABLES) {
			expect(await store.db.selectFrom(table).selectAll().execute()).toEqual([]);
		}
		await restore(text);
	});

	test('says what is wrong with the file, the passphrase or the place', async () => {
		const text = await backupOf(source);
		const wrong: RealmLock = { kind: 'key', key: new Uint8Array(32) };
		await expect(restore('something else\n')).rejects.toThrow(
			'The file is not a backup of a realm: name one that is.',
		);
		await expect(restore('')).rejects.toThrow('The file is not a backup');
		await expect(restore(text.replace('"version":1', '"version":2'))).rejects.toThrow(
			'The backup was written by a newer version of n8n-nodes-incoming-api: update the package.',
		);
		const schema = `"schema":${String(SCHEMA_VERSION)}`;
		await expect(restore(text.replace(schema, '"schema":999'))).rejects.toThrow('newer version');
		await expect(restore(text.replace(schema, '"schema":5'))).rejects.toThrow(
			'The backup is of schema 5, which is too old: restore it with the version',
		);
		await expect(restore(text, wrong)).rejects.toMatchObject({ code: 'wrong-passphrase' });
		await restore(text);
		await expect(restore(text)).rejects.toThrow('There is a realm "default" already in ');
	});
});

describe.each(stores)('every table in $engine', ({ engine, create }) => {
	test('is in a backup, or is known to count for a moment only', async () => {
		const opened = await aRealm(create);
		const { db } = opened.store;
		const tables =
			engine === 'sqlite'
				? sql`select name from sqlite_schema where type = 'table'`
				: sql`select tablename as name from pg_tables where schemaname = current_schema()`;
		const names = await opened.store.snapshot(async (snapshot) => {
			const found: string[] = [];
			for await (const page of snapshot.pages({ compile: () => tables.compile(db) })) {
				found.push(...page.map(({ name }) => String(name)));
			}
			return found;
		});
		await opened.close();
		expect(names.sort()).toEqual([...REALM_TABLES, ...PASSING_TABLES, 'migration'].sort());
	});
});

describe.each(commandPlaces)('incoming-api backup and restore on $engine', ({ create }) => {
	const file = join(tmpdir(), `backup-${systemRandom.uuid()}.ndjson`);
	afterEach(() => rm(file, { force: true }));

	test('write a private file without a secret in clear, and make the realm of it elsewhere', async () => {
		const [from, to] = [await create(), await create()];
		const opened = await aRealm(async () => from.storage);
		valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
		const { key } = valueOf(
			await opened.realm.administer.apiKeys.generate({ username: 'alice', name: 'k' }),
		);
		await opened.realm.close();
		await opened.store.close();
		const run = (place: typeof from, ...args: string[]) =>
			runCommand([...args, ...place.args], {
				...place.environment,
				INCOMING_API_PASSPHRASE: PASSPHRASE,
			});

		expect(await run(from, 'backup')).toMatchObject({
			exitCode: 2,
			err: expect.stringContaining('Name one file: incoming-api backup FILE.') as unknown,
		});
		const written = await run(from, 'backup', file);
		expect(written).toMatchObject({ exitCode: 0, err: '' });
		expect(written.out).toMatch(/^backup: realm "default", \d+ rows, in /);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		const text = await readFile(file, 'utf8');
		expect(text).not.toContain(PASSPHRASE);
		expect(text).not.toContain(key.slice(-49, -6));
		expect(await run(from, 'backup', file)).toMatchObject({
			exitCode: 2,
			err: `The file ${file} is there already: name another one.\n`,
		});

		const restored = await run(to, 'restore', file, '--json');
		expect([restored.exitCode, JSON.parse(restored.out)]).toMatchObject([
			0,
			{ ok: true, realm: 'default' },
		]);
		const verified = await run(to, 'audit', 'verify');
		expect(verified).toMatchObject({ exitCode: 0 });
		const exported = await run(to, 'audit', 'export');
		expect(exported.out).toContain('"operation":"realm.backup"');
		expect(exported.out).toContain('"operation":"realm.restore"');
		expect((await run(to, 'restore', file)).exitCode).toBe(2);
		await Promise.all([from.storage.remove(), to.storage.remove()]);
		await rm(join(opened.anchorFile, '..'), { recursive: true });
	});

	test('are killed at any moment: then there is no file and no realm, or all of it', async () => {
		const from = await create();
		const opened = await aRealm(async () => from.storage);
		const anonymous = { ...A_POLICY, allowAnonymous: true };
		for (let batch = 0; batch < 40; batch += 1) {
			const calls = Array.from({ length: 250 }, () =>
				opened.realm.authenticate(aMessage(), anonymous, A_CALL),
			);
			await Promise.all(calls);
		}
		await opened.realm.close();
		await opened.store.close();
		const environment = { ...from.environment, INCOMING_API_PASSPHRASE: PASSPHRASE };
		const backup = ['backup', file, ...from.args];
		const start = performance.now();
		await runCommand(['audit', 'verify', ...from.args], environment);
		const whole = performance.now() - start;
		for (let kill = 0; kill < 3; kill += 1) {
			await runCommand(backup, environment, '', whole * (0.6 + 0.2 * kill));
			if ((await stat(file).catch(() => undefined)) !== undefined) break;
		}
		await rm(file, { force: true });
		expect(await runCommand(backup, environment)).toMatchObject({ exitCode: 0 });
		expect(await stat(`${file}.partial`).catch(() => 'gone')).toBe('gone');
		for (let kill = 0; kill < 4; kill += 1) {
			const to = await create();
			const variables = { ...to.environment, INCOMING_API_PASSPHRASE: PASSPHRASE };
			await runCommand(['restore', file, ...to.args], variables, '', whole * (0.6 + 0.2 * kill));
			const again = await runCommand(['restore', file, ...to.args], variables);
			if (again.exitCode !== 0) expect(again.err).toContain('There is a realm "default" already');
			const verified = await runCommand(['audit', 'verify', ...to.args], variables);
			expect(verified.out).toMatch(/^verify: ok \(1000\d entries/);
			await to.storage.remove();
		}
		await from.storage.remove();
		await rm(join(opened.anchorFile, '..'), { recursive: true });
	}, 600_000);
});
