import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePorts } from '../scripts/n8n/free-ports.mts';
import { oneProcess } from '../scripts/n8n/one-process.mts';
import type { RunningN8n } from '../scripts/n8n/arrangement.mts';
import { projectFolder, projectPackage } from '../scripts/package/project.mts';
import { findN8n } from '../scripts/runtime/n8n.mjs';
import { PATIENCE } from '../scripts/runtime/npm.mjs';
import { run } from '../scripts/runtime/run.mjs';
import { blocksOf } from './tutorial-page.mts';

const PACK = `${projectPackage.name}-${projectPackage.version}.tgz`;

/** What the README has a reader type to install the pack of a clone. */
async function documentedCommands(): Promise<readonly string[]> {
	const page = await readFile(join(projectFolder, 'README.md'), 'utf8');
	const block = blocksOf(page).find((lines) => lines.some((line) => line.includes('npm pack')));
	assert.ok(block, 'README.md does not tell how to install the pack of a clone');
	return block.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
}

/**
 * Starts an n8n that has never run, installs the pack by exactly the commands that the README has,
 * and starts n8n again.
 */
export async function installAsDocumented(
	userFolder: string,
): Promise<{ readonly n8n: RunningN8n; readonly commands: readonly string[] }> {
	const settings = {
		runtime: await findN8n(),
		userFolder,
		ports: await findFreePorts(0, 0),
		environment: {},
	};
	const first = await oneProcess.start(settings);
	await first.stop();
	const commands = await documentedCommands();
	const script = commands
		.join('\n')
		.replaceAll('~/.n8n', join(userFolder, '.n8n'))
		.replaceAll('<folder of the clone>', projectFolder);
	try {
		const env = { ...PATIENCE, ...process.env };
		await run('sh', ['-e', '-c', script], { cwd: projectFolder, env });
	} finally {
		await rm(join(projectFolder, PACK), { force: true });
	}
	return { n8n: await oneProcess.start(settings), commands };
}
