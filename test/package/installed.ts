import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The project, whose compiler and types of Node a consumer borrows. */
export const projectFolder = join(__dirname, '..', '..');

/** A folder that has the pack among its packages, and nothing else of ours. */
export const consumerFolder = join(process.env['TEST_FOLDER'] ?? '', '.n8n', 'nodes');

export const installedFolder = join(consumerFolder, 'node_modules', 'n8n-nodes-incoming-api');

export interface PackageFile {
	readonly main: string;
	readonly types: string;
	readonly bin: Readonly<Record<string, string>>;
	readonly dependencies: Readonly<Record<string, string>>;
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

export const installedPackage = JSON.parse(
	readFileSync(join(installedFolder, 'package.json'), 'utf8'),
) as PackageFile;

/** An environment without what jest and npm put into theirs. */
export const plainEnvironment = { PATH: process.env['PATH'] ?? '' };

/** Runs a program of Node in the consumer's folder, and gives what it printed. */
export async function runNode(
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): Promise<string> {
	const options = { cwd: consumerFolder, env: { ...plainEnvironment, ...environment } };
	const { stdout } = await promisify(execFile)(process.execPath, args, options).catch(
		(error: { readonly stdout: string; readonly stderr: string }) => {
			throw new Error(`It failed:\n${error.stdout}${error.stderr}`);
		},
	);
	return stdout.trim();
}
