import { copyFile, mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm } from '../a-realm';

const MINUTE = 60_000;

let opened: TestRealm;
beforeEach(async () => {
	opened = await aRealm();
});
afterEach(async () => {
	await mkdir(dirname(opened.anchorFile), { recursive: true });
	await opened.close();
});

/** A process that makes a call and ends, so that there are heads more. */
async function call(): Promise<void> {
	const realm = await opened.again();
	await realm.authenticate(aMessage(), { ...A_POLICY, allowAnonymous: true }, A_CALL);
	await realm.close();
}
const findings = async (anchorFile?: string) =>
	(await opened.realm.audit.verify({ anchorFile })).findings;
const unguarded = (wrong: string, seq = 1) => [{ place: 'anchor', writer: undefined, seq, wrong }];
const numbers = async () =>
	(await readFile(opened.anchorFile, 'utf8'))
		.trimEnd()
		.split('\n')
		.map((line) => (JSON.parse(line) as { number: number }).number);

describe('an anchor file', () => {
	test('that is there and up to date is no finding, nor one that nothing was written to yet', async () => {
		expect(await findings()).toEqual([]);
		await call();
		opened.clock.time += 2 * MINUTE;
		expect([await findings(), opened.warnings]).toEqual([[], []]);
	});

	test('that is gone is a finding, also where it is a copy', async () => {
		await call();
		await rm(opened.anchorFile);
		expect(await findings()).toEqual(unguarded('missing'));
		expect(await findings(opened.anchorFile)).toEqual(unguarded('missing'));
	});

	test('whose folder is gone cannot be written, which the operator is told of', async () => {
		await rmdir(dirname(opened.anchorFile));
		expect(await findings()).toEqual(unguarded('unwritable'));
		expect(opened.warnings).toEqual([]);
		await call();
		expect(opened.warnings).toEqual([
			`The anchor file ${opened.anchorFile} of the audit log cannot be written (ENOENT): what is cut off the end of the log goes unnoticed until n8n's user can write it.`,
		]);
	});

	test('that could not be written for a while gets what it lacks, and stops no call', async () => {
		const realm = await opened.again();
		const thousand = () =>
			Promise.all(
				Array.from({ length: 1000 }, () => realm.authenticate(aMessage(), A_POLICY, A_CALL)),
			);
		await rmdir(dirname(opened.anchorFile));
		await thousand();
		while (opened.warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
		expect((await realm.audit.verify()).findings).toEqual(unguarded('unwritable'));
		await mkdir(dirname(opened.anchorFile));
		expect((await realm.audit.verify()).findings).toEqual([]);
		expect(await numbers()).toEqual([1]);
	});

	test('that lacks the latest heads is behind, unless it is a copy', async () => {
		await call();
		const copy = `${opened.anchorFile}.copy`;
		await copyFile(opened.anchorFile, copy);
		await call();
		expect(await numbers()).toEqual([1, 2]);
		await copyFile(copy, opened.anchorFile);
		opened.clock.time += MINUTE - 1;
		expect(await findings()).toEqual([]);
		opened.clock.time += 1;
		expect(await findings()).toEqual(unguarded('behind', 1));
		expect(await findings(copy)).toEqual([]);
		await call();
		expect(await findings()).toEqual([]);
	});

	test('of which a line was changed is named beside what it lacks', async () => {
		await call();
		await writeFile(opened.anchorFile, 'nothing\n');
		expect(await findings()).toEqual([...unguarded('changed'), ...unguarded('removed')]);
	});
});
