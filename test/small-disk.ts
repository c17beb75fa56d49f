import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A place that runs out of space when a test says so. */
export interface SmallDisk {
	readonly folder: string;
	fill(): void;
	free(): void;
	remove(): void;
}

const ALL_OF_IT = 4 * 1024 * 1024;

/** A file system of its own; `undefined` where this user may not mount one. */
export function smallDisk(): SmallDisk | undefined {
	const folder = mkdtempSync(join(tmpdir(), 'disk-'));
	try {
		const options = ['-t', 'tmpfs', '-o', `size=${String(ALL_OF_IT)}`, 'none', folder];
		execFileSync('mount', options, { stdio: 'ignore' });
	} catch {
		rmSync(folder, { recursive: true });
		return undefined; // mount has no other way to say that this user may not
	}
	const filler = join(folder, 'filler');
	return {
		folder,
		fill() {
			// What fits is written before the error says that the rest does not.
			expect(() => {
				writeFileSync(filler, Buffer.alloc(ALL_OF_IT));
			}).toThrow('ENOSPC');
		},
		free() {
			rmSync(filler);
		},
		remove() {
			execFileSync('umount', ['--lazy', folder]);
			rmSync(folder, { recursive: true });
		},
	};
}

/**
 * Lets none of these processes write beyond this place of any file; without a place, anywhere. Those
 * that have ended are passed over.
 */
export function limitFiles(
	pids: readonly number[],
	bytes?: number,
	launcher: readonly string[] = [],
): void {
	const limit = `--fsize=${bytes === undefined ? 'unlimited' : String(bytes)}:unlimited`;
	for (const pid of pids) {
		const [command = '', ...rest] = [...launcher, 'prlimit', `--pid=${String(pid)}`, limit];
		const { status, stderr } = spawnSync(command, rest, { encoding: 'utf8' });
		if (status !== 0 && existsSync(`/proc/${String(pid)}`)) throw new Error(stderr);
	}
}

/** The longest file of those that are there. */
export function longestOf(...files: readonly string[]): number {
	return Math.max(...files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0));
}
