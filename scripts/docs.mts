import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { licencesPage } from './docs/licences-page.mts';
import { loadDescribed } from './docs/load.mts';
import { pagesOf } from './docs/pages.mts';
import { runTimePackages } from './docs/run-time-packages.mts';
import { build } from './package/build.mts';
import { projectFolder } from './package/project.mts';

try {
	await build();
	const licences = licencesPage(runTimePackages(projectFolder));
	const made = [...pagesOf(loadDescribed()), ['docs/reference-licences.md', licences] as const];
	for (const [path, text] of made) {
		const file = join(projectFolder, path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, text);
	}
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}
