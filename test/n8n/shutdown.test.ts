import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { saveOnShutdown } from '../../src/n8n/save-on-shutdown';

let folder: string;
let file: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shutdown-'));
	file = join(folder, 'realm.sqlite');
});
afterEach(() => rm(folder, { recursive: true }));

async function start(mode: 'with n8n' | 'alone'): Promise<ChildProcess> {
	const child = spawn(process.execPath, [join(__dirname, 'stop-while-calling.cjs')], {
		env: { ...process.env, REALM_FILE: file, MODE: mode },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await once(child.stdout, 'data');
	return child;
}

async function stop(child: ChildProcess, signal: NodeJS.Signals) {
	const ended = once(child, 'exit');
	child.kill(signal);
	const [exitCode, endedBy] = (await ended) as [number | null, string | null];
	return { exitCode, endedBy };
}

function saved() {
	const database = new DatabaseSync(file, { readOnly: true });
	const [chain] = database.prepare('select seq, headed_seq from audit_chain').all();
	const heads = database.prepare('select text from audit_heads order by number desc').all();
	const [key] = database.prepare('select last_used_address from credential').all();
	database.close();
	return { chain, heads, key };
}

describe('a process that is told to stop', () => {
	test.each(['SIGTERM', 'SIGINT'] as const)(
		'by %s names the whole chain and saves the last use, and ends as it would have',
		async (signal) => {
			const child = await start('with n8n');
			expect(saved()).toMatchObject({ heads: [], key: { last_used_address: null } });
			expect(await stop(child, signal)).toEqual({ exitCode: 0, endedBy: null });
			const { chain, heads, key } = saved();
			expect(chain).toEqual({ seq: 4, headed_seq: 4 });
			expect(String(heads[0]?.['text'])).toContain('"seq":4');
			expect(key).toEqual({ last_used_address: '192.0.2.7' });
		},
	);

	test('ends at once where nothing else listens for the signal', async () => {
		const child = await start('alone');
		expect(await stop(child, 'SIGTERM')).toEqual({ exitCode: null, endedBy: 'SIGTERM' });
	});
});

describe('listening for the end of the process', () => {
	const counts = () => [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')];
	const save = () => Promise.resolve();

	test('takes one listener of each signal however often it is asked for, and none in the end', () => {
		const [terminate = 0, interrupt = 0] = counts();
		const one = [terminate + 1, interrupt + 1];
		const stopFirst = saveOnShutdown(save);
		expect(counts()).toEqual(one);
		let stopSecond = stopFirst;
		jest.isolateModules(() => {
			const again = jest.requireActual<{ saveOnShutdown: typeof saveOnShutdown }>(
				'../../src/n8n/save-on-shutdown',
			);
			expect(again.saveOnShutdown).not.toBe(saveOnShutdown);
			stopSecond = again.saveOnShutdown(() => save());
		});
		expect(counts()).toEqual(one);
		stopFirst();
		expect(counts()).toEqual(one);
		stopSecond();
		expect(counts()).toEqual([terminate, interrupt]);
	});
});
