import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { atATerminal, hasTerminal, type Seat } from '../on-a-terminal';
import { aClosedRealm, PASSPHRASE, runCommand } from '../run-command';
import { type SqliteTestStorage, sqliteStorage } from '../stores';

const NEXT = 'another passphrase';
/** Rows that take a second or more. */
const MANY = 200_000;
const CTRL_C = '\u0003';

if (!hasTerminal) {
	if (process.env['REQUIRE_SERVICES'] === '1') throw new Error('util-linux is not installed here.');
	process.stdout.write('util-linux is not installed here: no terminal is tested.\n');
}
const describeTerminal = hasTerminal ? describe : describe.skip;

// `script` of util-linux gives a process a terminal; it is not everywhere.
describeTerminal('incoming-api at a terminal', () => {
	let storage: SqliteTestStorage;
	let file: string;
	beforeEach(async () => {
		storage = await sqliteStorage();
		await aClosedRealm(storage);
		({ file } = storage.storage);
	});
	afterEach(() => storage.remove());

	const at = (command: readonly string[], environment: Record<string, string> = {}): Seat =>
		atATerminal([...command, '--sqlite', file], environment);
	const enter = async (seat: Seat, prompt: string, answer: string) => {
		await seat.see(`${prompt}: `);
		seat.type(`${answer}\r`);
	};
	/** As it was before: what is typed is shown, a line at a time, and Ctrl-C interrupts. */
	const isClean = async (seat: Seat) => {
		const settings = await seat.settings();
		for (const mode of ['echo', 'icanon', 'isig', 'icrnl', 'opost']) {
			expect(settings.split(/[\s;]+/)).toContain(mode);
		}
	};

	test('shows nothing of a passphrase, old or new, and leaves the terminal as it was', async () => {
		const seat = at(['change-passphrase']);
		await enter(seat, 'Passphrase of the realm', PASSPHRASE);
		await enter(seat, 'New passphrase of the realm', NEXT);
		await enter(seat, 'Once more', NEXT);
		expect(await seat.end()).toBe(0);
		expect(seat.shown()).toContain('The new passphrase opens the realm now');
		expect(seat.shown()).not.toContain(PASSPHRASE);
		expect(seat.shown()).not.toContain(NEXT);
		await isClean(seat);
		const ran = await runCommand(['doctor', '--json', '--sqlite', file], {
			INCOMING_API_PASSPHRASE: NEXT,
		});
		expect(ran.out).toContain('Realm \\"default\\" opens.');
	});

	test('takes lines that were pasted at once one after the other', async () => {
		const seat = at(['change-passphrase']);
		await seat.see('Passphrase of the realm: ');
		seat.type(`${PASSPHRASE}\r${NEXT}\r${NEXT}\r`);
		expect(await seat.end()).toBe(0);
		expect(seat.shown()).not.toContain(NEXT);
		await isClean(seat);
	});

	test('takes back letters and lines, and does not take arrow keys for letters', async () => {
		const seat = at(['doctor']);
		const [first = '', ...rest] = PASSPHRASE;
		await enter(
			seat,
			'Passphrase of the realm',
			`wrong\u0015x😀\u007f\u007f${first}\u001b[A\u001bOB${rest.join('')}!\b`,
		);
		await seat.end();
		expect(seat.shown()).toContain('Realm "default" opens.');
	});

	test.each([
		['change-passphrase'],
		['doctor'],
		['seal', '--public-key', 'x', '--datasource', 'crm', '--name', 'A'],
	])('is left at the prompt by Ctrl-C: %s', async (...command) => {
		const seat = command[0] === 'seal' ? atATerminal(command, {}) : at(command);
		await seat.see(': ');
		seat.type(`half a secret${CTRL_C}`);
		expect(await seat.end()).toBe(130);
		expect(seat.shown()).toMatch(/: \r\n\[speed/);
		await isClean(seat);
	});

	describe('with much to do', () => {
		const environment = { INCOMING_API_PASSPHRASE: PASSPHRASE };
		const BAR = /\rbackup \[[#.]{30}\] \d+ of \d+ rows/;
		const WIPED = '\r\u001b[2K';
		const copy = () => join(file, '..', 'copy');
		beforeEach(() =>
			storage.execute(
				`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${MANY})
				insert into realm_user (id, realm_id, name, name_key, display_name, enabled, created_at, updated_at)
				select i, realm.id, i, i, '', 1, 0, 0 from n, realm`,
			),
		);

		test('draws how far it is, wipes that, and says what it did', async () => {
			const seat = at(['backup', copy()], environment);
			expect(await seat.end()).toBe(0);
			expect(seat.shown()).toMatch(BAR);
			expect(seat.shown()).toContain(`${WIPED}backup: realm "default", `);
			await isClean(seat);
		});

		test('is ended by Ctrl-C, with an empty line, and can be done again', async () => {
			const seat = at(['backup', copy()], environment);
			await seat.see('backup [');
			seat.type(CTRL_C);
			expect(await seat.end()).toBe(130);
			expect(seat.shown()).toContain(`${WIPED}[speed`);
			await isClean(seat);
			const ran = await runCommand(['backup', copy(), '--sqlite', file], environment);
			expect(ran).toMatchObject({ exitCode: 0, err: '' });
		});

		test('wipes what it drew where it fails, before it says why', async () => {
			const seat = at(['backup', copy()], environment);
			await seat.see('backup [');
			await rm(`${copy()}.partial`);
			expect(await seat.end()).toBe(2);
			expect(seat.shown()).toContain(`${WIPED}ENOENT`);
		});
	});
});
