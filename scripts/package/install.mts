import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNpm } from '../runtime/npm.mjs';
import { run } from '../runtime/run.mjs';
import { projectFolder, projectPackage } from './project.mts';

// n8n's own installer runs exactly this, so that the pack meets the same limits here.
const INSTALL_DEPENDENCIES = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

const NOT_FOR_N8N = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Packs the built project and installs the pack into an n8n user folder as n8n's own installer
 * does. Dependencies of an earlier pack are kept when the new one wants the same.
 */
export async function installPack(userFolder: string): Promise<void> {
	const modules = join(userFolder, '.n8n', 'nodes', 'node_modules');
	const installed = join(modules, projectPackage.name);
	const unpacked = join(modules, 'package');
	await mkdir(modules, { recursive: true });
	await rm(unpacked, { recursive: true, force: true });
	await unpack(modules);
	await cutPackageFile(unpacked);
	if (await hasSameDependencies(installed)) {
		await rename(join(installed, 'node_modules'), join(unpacked, 'node_modules'));
	} else {
		await runNpm(INSTALL_DEPENDENCIES, { cwd: unpacked });
	}
	await rm(installed, { recursive: true, force: true });
	await rename(unpacked, installed);
}

async function unpack(folder: string): Promise<void> {
	const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
	const file = join(folder, await runNpm(args, { cwd: projectFolder }));
	await run('tar', ['-xzf', file, '-C', folder], { cwd: folder });
	await rm(file);
}

async function cutPackageFile(folder: string): Promise<void> {
	const file = join(folder, 'package.json');
	const content = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
	for (const member of NOT_FOR_N8N) Reflect.deleteProperty(content, member);
	await writeFile(file, JSON.stringify(content, null, 2));
}

async function hasSameDependencies(installed: string): Promise<boolean> {
	if (!existsSync(join(installed, 'node_modules', '.package-lock.json'))) return false;
	const content = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
		dependencies?: Record<string, string>;
	};
	return JSON.stringify(content.dependencies) === JSON.stringify(projectPackage.dependencies);
}
