import { mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { postgresDatabase } from '../postgres-database';
import { aClosedRealm, PASSPHRASE, runCommand as run } from '../run-command';
import { describePostgres, sqliteStorage } from '../stores';

const VERIFY = ['audit', 'verify'] as const;
const OK = { exitCode: 0, out: 'verify: ok (3 entries in 1 chains, 1 heads)\n', err: '' };
const unusable = (sentence: string) => ({
	exitCode: 2,
	out: '',
	err: expect.stringContaining(sentence) as unknown,
});

describe('incoming-api', () => {
	test('shows what there is', async () => {
		const { exitCode, out } = await run(['--help'], {});
		expect([exitCode, out]).toEqual([0, expect.stringContaining('audit verify') as unknown]);
	});

	test.each<[string, readonly string[], string]>([
		['no command', [], 'Name a command.'],
		['an unknown command', ['audit', 'burn', '--sqlite', 'x'], 'There is no command "audit burn".'],
		[
			'two places',
			[...VERIFY, '--sqlite', 'x', '--postgres-url', 'postgres://me@db/n8n'],
			'Name one place of the realm: --sqlite FILE or --postgres-url URL.',
		],
		['an unknown option', [...VERIFY, '--passphrase', 'x'], "Unknown option '--passphrase'"],
		[
			'a time that is none',
			['audit', 'export', '--sqlite', 'x', '--from', 'soon'],
			'A time is written like 2030-12-31T00:00:00Z.',
		],
	])('with %s says so and ends with 2', async (_what, args, sentence) => {
		expect(await run(args)).toEqual(unusable(sentence));
	});

	test.each([
		'postgres://me:s3cret-word@127.0.0.1:1/n8n',
		'postgres://me:s3cret-word@/',
		'mysql://me:s3cret-word@127.0.0.1/n8n',
	])('takes no password as an argument, and does not repeat it: %s', async (url) => {
		const { exitCode, out, err } = await run([...VERIFY, '--postgres-url', url]);
		expect([exitCode, out]).toEqual([2, '']);
		expect(err).toMatch(/^The (password of a database is never an argument|PostgreSQL URL )/);
		expect(err).not.toContain('s3cret-word');
	});
});

describe('a realm in SQLite', () => {
	let file: string;
	beforeEach(async () => {
		const storage = await sqliteStorage();
		({ file } = storage.storage);
		await rm(dirname((await aClosedRealm(storage)).anchorFile), { recursive: true });
	});
	afterEach(() => rm(dirname(file), { recursive: true }));

	test("is found where n8n's own database is, when nothing is named", async () => {
		const folder = dirname(file);
		await mkdir(join(folder, '.n8n'));
		for (const name of (await readdir(folder)).filter((each) => each !== '.n8n')) {
			const moved = name.replace('realm.sqlite', 'incoming-api.sqlite');
			await rename(join(folder, name), join(folder, '.n8n', moved));
		}
		const environment = { N8N_USER_FOLDER: folder, INCOMING_API_PASSPHRASE: PASSPHRASE };
		expect(await run(VERIFY, environment)).toEqual(OK);
	});

	test('without a passphrase, or with a wrong one, is not opened', async () => {
		const args = [...VERIFY, '--sqlite', file];
		expect(await run(args, {})).toEqual(
			unusable('There is no passphrase: set INCOMING_API_PASSPHRASE'),
		);
		const wrong = { INCOMING_API_PASSPHRASE: Buffer.alloc(32).toString('base64') };
		expect(await run(args, wrong)).toEqual(unusable('does not open realm "default"'));
	});

	test('NT-85: is not made where there is none', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'empty-'));
		expect(await run([...VERIFY, '--sqlite', join(folder, 'realm.sqlite')])).toEqual(
			unusable('is not there or cannot be read'),
		);
		expect(await readdir(folder)).toEqual([]);
		await rm(folder, { recursive: true });
	});

	test('NT-85: with a database that can only be read ends with 2', async () => {
		// The write version in SQLite's header: a higher one than SQLite knows means read only, also
		// for the superuser, whom no mode of the file would stop.
		const database = await open(file, 'r+');
		await database.write(Buffer.from([3]), 0, 1, 18);
		await database.close();
		expect(await run([...VERIFY, '--sqlite', file])).toEqual(
			unusable('cannot be opened as a realm'),
		);
	});
});

describePostgres('a realm in PostgreSQL', () => {
	let database: Awaited<ReturnType<typeof postgresDatabase>>;
	beforeEach(async () => {
		database = await postgresDatabase();
	});
	afterEach(() => database.remove());

	test('is found by a URL in the environment, in a file, or as an argument', async () => {
		const { anchorFile } = await aClosedRealm(database);
		const { href } = database.url;
		const file = `${anchorFile}.url`;
		await writeFile(file, `${href}\n`);
		const given = { INCOMING_API_PASSPHRASE: PASSPHRASE };
		expect(await run(VERIFY, { ...given, INCOMING_API_POSTGRES_URL: href })).toEqual(OK);
		expect(await run(VERIFY, { ...given, INCOMING_API_POSTGRES_URL_FILE: file })).toEqual(OK);
		const elsewhere = { ...given, INCOMING_API_POSTGRES_URL: 'postgres://me@127.0.0.1:1/n8n' };
		const open = new URL(href);
		open.password = '';
		if (database.url.password === '') {
			expect(await run([...VERIFY, '--postgres-url', open.href], elsewhere)).toEqual(OK);
		}
		await rm(dirname(anchorFile), { recursive: true });
	});

	test('NT-85: is not made where there is none, nor its schema', async () => {
		const environment = {
			INCOMING_API_PASSPHRASE: PASSPHRASE,
			INCOMING_API_POSTGRES_URL: database.url.href,
		};
		expect(await run(VERIFY, environment)).toEqual(
			unusable('There is no schema incoming_api with realms in postgres://'),
		);
		// PostgreSQL refuses a second schema of one name.
		await database.execute('create schema incoming_api');
	});

	test('that cannot be reached is named without its password', async () => {
		const environment = {
			INCOMING_API_PASSPHRASE: PASSPHRASE,
			INCOMING_API_POSTGRES_URL: 'postgres://me:s3cret-word@127.0.0.1:1/n8n',
		};
		const ran = await run(VERIFY, environment);
		expect(ran).toEqual(unusable('The database postgres://me@127.0.0.1:1/n8n cannot be reached'));
		expect(ran.err).not.toContain('s3cret-word');
	});
});
