import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

function manifestAbove(folder: string): string | undefined {
	const file = join(folder, 'package.json');
	if (existsSync(file)) return file;
	return dirname(folder) === folder ? undefined : manifestAbove(dirname(folder));
}

/** The version of the n8n that a `PATH` leads to; `undefined` where it leads to none. */
export function findN8n(path: string): string | undefined {
	const program = path
		.split(delimiter)
		.map((folder) => join(folder, 'n8n'))
		.find(existsSync);
	const manifest = program && manifestAbove(dirname(realpathSync(program)));
	if (!manifest) return undefined;
	const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
	return name === 'n8n' && typeof version === 'string' ? version : undefined;
}
