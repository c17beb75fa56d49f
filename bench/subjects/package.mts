import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installPack } from '../../scripts/package/install.mts';
import { projectFolder, projectPackage } from '../../scripts/package/project.mts';
import { estimate } from '../measure/estimate.mts';
import { atMost, number, shown } from '../report/line.mts';
import type { Subject } from './subject.mts';

const LOAD_LIMIT_MS = 170;
const SIZE_LIMIT_MB = 15;
const LOADER = fileURLToPath(new URL('../package/load.cjs', import.meta.url));

/** What the package costs a start of n8n and its disk. */
export const packageSubject: Subject = {
	name: 'package',
	async *measure({ starts }, tell) {
		tell('The package, as installed');
		const folder = await mkdtemp(join(tmpdir(), 'incoming-api-bench-'));
		try {
			await installPack(folder);
			const modules = join(folder, '.n8n', 'nodes', 'node_modules');
			const installed = join(modules, projectPackage.name);
			const loads: Load[] = [];
			for (let start = 0; start < starts; start += 1) loads.push(await loadOnce(installed));
			const wall = estimate(loads.map((load) => load.wall));
			const megabytes = (await sizeOf(installed)) / 1e6;
			const size = { median: megabytes, low: megabytes, high: megabytes };
			yield {
				title: 'The package, as n8n installs it',
				lines: [
					{
						what: 'loading all nodes',
						cpu: shown(estimate(loads.map((load) => load.cpu)), ' ms'),
						wall: shown(wall, ' ms'),
						ratio: `${shown(estimate(loads.map((load) => load.wall / load.peer)), ' x')} n8n-workflow`,
						goal: atMost(LOAD_LIMIT_MS, ' ms', wall),
					},
					{
						what: 'size on disk',
						wall: `${number(megabytes)} MB`,
						goal: atMost(SIZE_LIMIT_MB, ' MB', size),
					},
				],
				remarks: ['Loaded by a process that has n8n-workflow already, as n8n does.'],
			};
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	},
};

/** Milliseconds; `peer` is what n8n-workflow took in the same process. */
interface Load {
	readonly cpu: number;
	readonly wall: number;
	readonly peer: number;
}

async function loadOnce(installed: string): Promise<Load> {
	const { stdout } = await promisify(execFile)(process.execPath, [LOADER, installed], {
		// n8n makes its own packages known to community nodes in the same way.
		env: { ...process.env, NODE_PATH: join(projectFolder, 'node_modules') },
	});
	return JSON.parse(stdout) as Load;
}

async function sizeOf(folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	const sizes = await Promise.all(
		files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}
