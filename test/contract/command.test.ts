import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { TestRealm } from '../a-realm';
import { type CommandPlace, commandPlaces } from '../command-place';
import { aClosedRealm, PASSPHRASE, type Ran, runCommand } from '../run-command';

describe.each(commandPlaces)('incoming-api on $engine', ({ create }) => {
	let place: CommandPlace;
	let opened: TestRealm;
	beforeEach(async () => {
		place = await create();
		opened = await aClosedRealm(place.storage);
	});
	afterEach(async () => {
		await place.storage.remove();
		await rm(dirname(opened.anchorFile), { recursive: true });
	});

	const run = (
		args: readonly string[],
		environment: Record<string, string> = { INCOMING_API_PASSPHRASE: PASSPHRASE },
	): Promise<Ran> => runCommand([...args, ...place.args], { ...place.environment, ...environment });
	const verify = (...args: string[]) => run(['audit', 'verify', ...args]);

	test('verify says ok and how much it has seen, in words and as JSON', async () => {
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

	test('NT-84: verify names what does not hold and ends with 1', async () => {
		await place.storage.execute("update audit_entry set decision = 'refused' where seq = 2");
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

	test('NT-84: verify sees by the anchor that everything was deleted', async () => {
		await place.storage.execute(
			'delete from audit_entry; delete from audit_chain; delete from audit_heads',
		);
		expect((await verify()).exitCode).toBe(0);
		const { exitCode, out } = await verify('--anchor', opened.anchorFile);
		expect(exitCode).toBe(1);
		expect(out).toContain('the end was cut off, or a backup was put back');
	});

	test("verify says that n8n's anchor file is not there, or cannot be written", async () => {
		const anchored = async (file: string) => {
			const environment = { INCOMING_API_AUDIT_ANCHOR: file, INCOMING_API_PASSPHRASE: PASSPHRASE };
			const { exitCode, out } = await run(['audit', 'verify'], environment);
			return [exitCode, out.split('\n')[0]];
		};
		const { anchorFile } = opened;
		expect(await anchored(anchorFile)).toEqual([0, 'verify: ok (3 entries in 1 chains, 1 heads)']);
		expect(await anchored(`${anchorFile}.gone`)).toEqual([
			1,
			'The anchor file is not there, so that an end that was cut off would not be noticed.',
		]);
		expect(await anchored(`${dirname(anchorFile)}/nowhere/anchor`)).toEqual([
			1,
			'The anchor file cannot be written, so that an end that is cut off from now on is not noticed.',
		]);
	});

	test('takes the passphrase from a file too, and writes nothing of it anywhere', async () => {
		const passphraseFile = `${opened.anchorFile}.passphrase`;
		await writeFile(passphraseFile, `${PASSPHRASE}\n`);
		const given = { INCOMING_API_PASSPHRASE_FILE: passphraseFile };
		const ran = await run(['audit', 'verify'], given);
		expect(ran.exitCode).toBe(0);
		expect(ran.out + ran.err).not.toContain(PASSPHRASE);
	});

	test('export writes one JSON text per line, of the asked time', async () => {
		const { exitCode, out } = await run(['audit', 'export']);
		const lines = out.trimEnd().split('\n');
		expect(exitCode).toBe(0);
		expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3]);
		const none = await run(['audit', 'export', '--from', '2026-01-02T00:00:00Z']);
		expect([none.exitCode, none.out]).toEqual([0, '']);
	});

	test('NT-85: makes no realm that is not there', async () => {
		const other = await verify('--realm', 'other');
		expect([other.exitCode, other.err]).toEqual([
			2,
			expect.stringContaining('There is no realm "other"') as unknown,
		]);
	});
});
