import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface PackageFile {
	readonly name: string;
	readonly version: string;
	readonly dependencies: Readonly<Record<string, string>>;
}

/** The folder with package.json. */
export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What package.json says. */
export const projectPackage = JSON.parse(
	readFileSync(join(projectFolder, 'package.json'), 'utf8'),
) as PackageFile;
