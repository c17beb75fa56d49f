import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { A_CALL, A_POLICY, aMessage, aRealm, KEY_LOCK, type TestRealm } from './a-realm';
import { bareEnvironment } from './bare-environment';
import type { TestStorage } from './stores';

const ROOT = join(__dirname, '..');

/** The passphrase of every realm that `aClosedRealm` makes. */
export const PASSPHRASE =
	KEY_LOCK.kind === 'key' ? Buffer.from(KEY_LOCK.key).toString('base64') : KEY_LOCK.passphrase;

export interface Ran {
	readonly exitCode: number | null;
	readonly out: string;
	readonly err: string;
}

/**
 * Runs `incoming-api` in a process of its own, with these variables and no others; kills it after
 * so many milliseconds where they are given.
 */
export function runCommand(
	args: readonly string[],
	environment: Record<string, string> = { INCOMING_API_PASSPHRASE: PASSPHRASE },
	input = '',
	killAfter?: number,
): Promise<Ran> {
	const main = join(ROOT, 'src', 'command', 'main.ts');
	const load = join(ROOT, 'test', 'load-typescript.cjs');
	const child = spawn(process.execPath, ['-r', load, main, ...args], {
		env: { ...bareEnvironment, ...environment },
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	child.stdin.end(input);
	const timer =
		killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (exitCode) => {
			clearTimeout(timer);
			resolve({ exitCode, out, err });
		});
	});
}

/** A realm with three entries that nobody has open. */
export async function aClosedRealm(storage: TestStorage): Promise<TestRealm> {
	const opened = await aRealm(() => Promise.resolve(storage));
	for (let count = 0; count < 3; count += 1) {
		await opened.realm.authenticate(aMessage(), { ...A_POLICY, allowAnonymous: true }, A_CALL);
	}
	await opened.realm.close();
	await opened.store.close();
	return opened;
}
