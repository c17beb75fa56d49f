import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type RealmProcess, startRealmProcess, UNPRIVILEGED } from '../realm-process';
import { limitFiles, longestOf, type SmallDisk, smallDisk } from '../small-disk';

let folder: string;
let file: string;
let realm: RealmProcess;
let key: string;
const CALLS = 5;

const startIn = async (place: string): Promise<void> => {
	file = join(place, 'realm.sqlite');
	realm = startRealmProcess({ kind: 'sqlite', file }, UNPRIVILEGED);
	({ key } = await realm.generateKey('alice'));
};
/** What becomes of several calls, one after the other. */
const calls = async (): Promise<ReadonlySet<string>> => {
	const outcomes = new Set<string>();
	for (let call = 0; call < CALLS; call += 1) outcomes.add(await realm.call(key));
	return outcomes;
};
const accepted = new Set(['accepted']);
const refused = new Set(['store-unavailable']);

async function refusesWhile(fill: () => void, free: () => void): Promise<void> {
	expect(await calls()).toEqual(accepted);
	fill();
	expect(await calls()).toEqual(refused);
	await expect(realm.ask('administer.users.create', { username: 'bob' })).rejects.toThrow(
		/^store-unavailable: The realm's database could not be written: /,
	);
	expect(await realm.ask('administer.users.getAll')).toHaveLength(1);
	free();
	expect(await calls()).toEqual(accepted);
	expect(await realm.ask('audit.query', { kind: 'decision' })).toHaveLength(2 * CALLS);
	expect(await realm.ask('audit.verify')).toMatchObject({ findings: [], chains: 1 });
}

describe('a realm in SQLite', () => {
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'realm-'));
	});
	afterEach(async () => {
		await realm.end();
		await rm(folder, { recursive: true });
	});

	test('NT-85: whose files cannot grow accepts nothing, reads on, and recovers', async () => {
		await startIn(folder);
		await refusesWhile(
			() => {
				limitFiles([realm.pid], longestOf(file, `${file}-wal`));
			},
			() => {
				limitFiles([realm.pid]);
			},
		);
	});

	test('NT-85: in a file that may only be read is not opened, and is once it may be written', async () => {
		await startIn(folder);
		await realm.end();
		await chmod(file, 0o400);
		await chmod(folder, 0o500);
		realm = startRealmProcess({ kind: 'sqlite', file }, UNPRIVILEGED);
		expect(await calls()).toEqual(refused);
		await expect(realm.ask('count')).rejects.toThrow(
			`The file ${file} cannot be opened as a realm`,
		);
		await chmod(folder, 0o700);
		await chmod(file, 0o600);
		expect(await calls()).toEqual(accepted);
	});
});

describe('a realm in SQLite on a disk of its own', () => {
	let disk: SmallDisk | undefined;
	beforeAll(() => {
		disk = smallDisk();
		if (!disk)
			process.stdout.write('Only root can mount a small disk: a full one is not tested.\n');
	});
	afterAll(() => disk?.remove());

	test('NT-85: that is full accepts nothing, reads on, and recovers', async () => {
		if (disk === undefined) return;
		const { folder: place, fill, free } = disk;
		await startIn(place);
		await refusesWhile(fill, free);
		await realm.end();
	});
});
