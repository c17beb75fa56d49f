import { spawn } from 'node:child_process';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { A_CALL, A_POLICY, aMessage, aRealm, KEY_LOCK, type TestRealm } from '../a-realm';
import { sqliteStorage } from '../stores';

const ROOT = join(__dirname, '..', '..');
const PASSPHRASE =
	KEY_LOCK.kind === 'key' ? Buffer.from(KEY_LOCK.key).toString('base64') : KEY_LOCK.passphrase;

let opened: TestRealm;
let file: string;
beforeEach(async () => {
	const storage = await sqliteStorage();
	({ file } = storage.storage);
	opened = await aRealm(async () => storage);
	for (let count = 0; count < 3; count += 1) {
		await opened.realm.authenticate(aMessage(), { ...A_POLICY, allowAnonymous: true }, A_CALL);
	}
	await opened.realm.close();
	await opened.store.close();
});
afterEach(() => rm(dirname(file), { recursive: true }));

interface Ran {
	readonly exitCode: number | null;
	readonly out: string;
	readonly err: string;
}

function run(
	args: readonly string[],
	environment: Record<string, string> = { INCOMING_API_PASSPHRASE: PASSPHRASE },
): Promise<Ran> {
	const main = join(ROOT, 'src', 'command', 'main.ts');
	const load = join(ROOT, 'test', 'load-typescript.cjs');
	const child = spawn(process.execPath, ['-r', load, main, ...args], {
		env: { PATH: process.env['PATH'] ?? '', ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (exitCode) => {
			resolve({ exitCode, out, err });
		});
	});
}

const verify = (...args: string[]) => run(['audit', 'verify', '--sqlite', file, ...args]);

function tamper(sql: string): void {
	const database = new DatabaseSync(file);
	database.exec(sql);
	database.close();
}

describe('incoming-api audit verify', () => {
	test('says ok and how much it has seen, in words and as JSON', async () => {
		expect(await verify()).toEqual({
			exitCode: 0,
			out: 'verify: ok (3 entries in 1 chains, 1 heads)\n',
			err: '',
		});
		const { exitCode, out } = await verify('--json', '--anchor', opened.anchorFile);
		expect([exitCode, JSON.parse(out)]).toEqual([
			0,
			{ ok: true, realm: 'default', entries: 3, chains: 1, heads: 1, findings: [] },
		]);
	});

	test('NT-84: names what does not hold and ends with 1', async () => {
		tamper("update audit_entry set decision = 'refused' where seq = 2");
		const words = await verify();
		expect([words.exitCode, words.out]).toEqual([
			1,
			expect.stringMatching(
				/^Entry 2 of chain [\w-]{36} was changed\.\nverify: FAILED \(0 entries in 1 chains, 1 heads\)\n$/,
			) as unknown,
		]);
		const { exitCode, out } = await verify('--json');
		expect([exitCode, JSON.parse(out)]).toMatchObject([
			1,
			{ ok: false, findings: [{ place: 'entry', seq: 2, wrong: 'changed' }] },
		]);
	});

	test('NT-84: sees by the anchor that everything was deleted', async () => {
		tamper('delete from audit_entry; delete from audit_chain; delete from audit_heads');
		expect((await verify()).exitCode).toBe(0);
		const { exitCode, out } = await verify('--anchor', opened.anchorFile);
		expect(exitCode).toBe(1);
		expect(out).toContain('the end was cut off, or a backup was put back');
	});

	test('takes the passphrase from a file too, and writes nothing of it anywhere', async () => {
		const passphraseFile = `${file}.passphrase`;
		await writeFile(passphraseFile, `${PASSPHRASE}\n`);
		const given = { INCOMING_API_PASSPHRASE_FILE: passphraseFile };
		const ran = await run(['audit', 'verify', '--sqlite', file], given);
		expect(ran.exitCode).toBe(0);
		expect(ran.out + ran.err).not.toContain(PASSPHRASE);
	});
});

describe('incoming-api audit export', () => {
	test('writes one JSON text per line, of the asked time', async () => {
		const { exitCode, out } = await run(['audit', 'export', '--sqlite', file]);
		const lines = out.trimEnd().split('\n');
		expect(exitCode).toBe(0);
		expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3]);
		const later = ['--from', '2026-01-02T00:00:00Z'];
		const none = await run(['audit', 'export', '--sqlite', file, ...later]);
		expect([none.exitCode, none.out]).toEqual([0, '']);
	});
});

describe('incoming-api', () => {
	test('shows what there is', async () => {
		const { exitCode, out } = await run(['--help'], {});
		expect([exitCode, out]).toEqual([0, expect.stringContaining('audit verify') as unknown]);
	});

	test.each<[string, readonly string[], string]>([
		['no command', [], 'Name a command.'],
		['an unknown command', ['audit', 'burn', '--sqlite', 'x'], 'There is no command "audit burn".'],
		['no file', ['audit', 'verify'], 'Name the SQLite file of the realm: --sqlite FILE.'],
		[
			'an unknown option',
			['audit', 'verify', '--passphrase', 'x'],
			"Unknown option '--passphrase'",
		],
		[
			'a time that is none',
			['audit', 'export', '--sqlite', 'x', '--from', 'soon'],
			'A time is written like 2030-12-31T00:00:00Z.',
		],
	])('with %s says so and ends with 2', async (_what, args, sentence) => {
		const { exitCode, out, err } = await run(args);
		expect([exitCode, out]).toEqual([2, '']);
		expect(err).toContain(sentence);
	});

	test('without a passphrase, or with a wrong one, says so and ends with 2', async () => {
		const args = ['audit', 'verify', '--sqlite', file];
		const none = await run(args, {});
		expect([none.exitCode, none.err]).toEqual([
			2,
			expect.stringContaining('There is no passphrase: set INCOMING_API_PASSPHRASE') as unknown,
		]);
		const wrong = await run(args, { INCOMING_API_PASSPHRASE: Buffer.alloc(32).toString('base64') });
		expect([wrong.exitCode, wrong.err]).toEqual([
			2,
			expect.stringContaining('does not open realm "default"') as unknown,
		]);
	});

	test('NT-85: neither makes a database nor a realm that is not there', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'empty-'));
		const missing = await run(['audit', 'verify', '--sqlite', join(folder, 'realm.sqlite')]);
		expect([missing.exitCode, missing.err]).toEqual([
			2,
			expect.stringContaining('is not there or cannot be read') as unknown,
		]);
		expect(await readdir(folder)).toEqual([]);
		await rm(folder, { recursive: true });

		const other = await verify('--realm', 'other');
		expect([other.exitCode, other.err]).toEqual([
			2,
			expect.stringContaining('There is no realm "other"') as unknown,
		]);
		const database = new DatabaseSync(file, { readOnly: true });
		expect(database.prepare('select name from realm').all()).toEqual([{ name: 'default' }]);
		database.close();
	});

	test('NT-85: with a database that can only be read ends with 2', async () => {
		// The write version in SQLite's header: a higher one than SQLite knows means read only, also
		// for the superuser, whom no mode of the file would stop.
		const database = await open(file, 'r+');
		await database.write(Buffer.from([3]), 0, 1, 18);
		await database.close();
		const ran = await run(['audit', 'verify', '--sqlite', file]);
		expect([ran.exitCode, ran.err]).toEqual([
			2,
			expect.stringContaining('cannot be opened as a realm') as unknown,
		]);
	});
});
