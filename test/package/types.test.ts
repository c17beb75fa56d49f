import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { consumerFolder, projectFolder, runNode } from './installed';

const COMPILER = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc');
/** What a consumer installs beside the package: the types of Node, which bring others. */
const BORROWED = ['@types/node', 'undici-types'];

beforeAll(async () => {
	await cp(join(__dirname, 'consumer.ts'), join(consumerFolder, 'consumer.ts'));
	for (const name of BORROWED) {
		const place = join(consumerFolder, 'node_modules', name);
		await mkdir(dirname(place), { recursive: true });
		await symlink(join(projectFolder, 'node_modules', name), place);
	}
});

async function compile(options: Readonly<Record<string, unknown>>): Promise<string> {
	const compilerOptions = {
		target: 'es2023',
		strict: true,
		noUncheckedIndexedAccess: true,
		noEmit: true,
		types: ['node'],
		// Declarations that miss something are the package's own fault.
		skipLibCheck: false,
		...options,
	};
	const file = join(consumerFolder, `tsconfig.${String(options['moduleResolution'])}.json`);
	await writeFile(file, JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
	return await runNode([COMPILER, '-p', file]);
}

test.each([
	[{ module: 'nodenext', moduleResolution: 'nodenext' }],
	[{ module: 'preserve', moduleResolution: 'bundler' }],
])(
	'a strict consumer compiles against the pack with %j, and what it may not write does not',
	async (options) => {
		expect(await compile(options)).toBe('');
	},
);
