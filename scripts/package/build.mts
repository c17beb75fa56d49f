import { globSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../runtime/run.mjs';
import { projectFolder } from './project.mts';

const COPIED = ['{nodes,credentials,icons}/**/*.svg', 'nodes/**/*.node.json'];

/** Compiles into dist and adds what n8n reads beside the code: icons and codex files. */
export async function build(): Promise<void> {
	const dist = join(projectFolder, 'dist');
	await rm(dist, { recursive: true, force: true, maxRetries: 5 });
	const compiler = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc');
	await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: projectFolder });
	const files = globSync(COPIED, { cwd: projectFolder });
	await Promise.all(
		files.map(async (file) => await cp(join(projectFolder, file), join(dist, file))),
	);
}
