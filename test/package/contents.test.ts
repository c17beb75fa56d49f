import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { installedFolder, installedPackage, projectFolder, runNode } from './installed';

const NAMES = [
	/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
	/^dist\/index\.(js|d\.ts)$/,
	/^dist\/(nodes|credentials|src)\/.+\.(js|d\.ts)$/,
	/^dist\/nodes\/\w+\/\w+\.node\.json$/,
	/^dist\/icons\/[a-z.-]+\.svg$/,
];
const files = globSync('**/*', {
	cwd: installedFolder,
	exclude: (path) => String(path) === 'node_modules',
})
	.map((path) => path.replaceAll('\\', '/'))
	.filter((path) => statSync(join(installedFolder, path)).isFile());
const read = (path: string): string => readFileSync(join(installedFolder, path), 'utf8');

describe('the pack', () => {
	test('holds what runs, its types and its papers, and nothing else', () => {
		expect(files.filter((path) => !NAMES.some((name) => name.test(path)))).toEqual([]);
		expect(files).toEqual(
			expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']),
		);
	});

	test('has every file that package.json names, and a codex file for every node', () => {
		const { main, types, bin, n8n } = installedPackage;
		const codex = n8n.nodes.map((file) => `${file}on`);
		const named = [main, types, ...Object.values(bin), ...n8n.nodes, ...n8n.credentials, ...codex];
		expect(named.filter((path) => !files.includes(path))).toEqual([]);
	});

	test('has every icon that a node or credential shows', () => {
		const shown = [...installedPackage.n8n.nodes, ...installedPackage.n8n.credentials].flatMap(
			(path) =>
				[...read(path).matchAll(/'file:([^']+)'/g)].map(([, icon = '']) => join(path, '..', icon)),
		);
		expect(shown.length).toBeGreaterThan(20);
		expect(shown.filter((path) => !existsSync(join(installedFolder, path)))).toEqual([]);
	});

	test('names no file that is not in it: no source map, no path of the machine that built it', () => {
		const code = files.filter((path) => /\.(js|ts|json)$/.test(path));
		const folder = join(__dirname, '..', '..');
		const naming = code.filter(
			(path) => /sourceMappingURL/.test(read(path)) || read(path).includes(folder),
		);
		expect(naming).toEqual([]);
	});

	test('begins its command with the line that finds Node', () => {
		const [command = ''] = Object.values(installedPackage.bin);
		expect(read(command)).toMatch(/^#!\/usr\/bin\/env node\n/);
	});

	test('runs its command', async () => {
		const [command = ''] = Object.values(installedPackage.bin);
		expect(await runNode([join(installedFolder, command), '--help'])).toMatch(/change-passphrase/);
	});
});

describe('n8n, which loads every node and credential when it starts,', () => {
	const { nodes, credentials } = installedPackage.n8n;
	const files = [...nodes, ...credentials].map((path) => join(installedFolder, path));
	const LOADED = `${JSON.stringify(files)}.forEach(require); console.log(JSON.stringify(Object.keys(require.cache)))`;

	test('gets neither a database nor cryptography before a realm is opened', async () => {
		const peers = { NODE_PATH: join(projectFolder, 'node_modules') };
		const loaded = JSON.parse(await runNode(['--eval', LOADED], peers)) as readonly string[];
		const late =
			/node_modules\/(?:kysely|pg|libsodium[a-z-]*|jose|ajv)\/|dist\/src\/(?:oauth\/grants\/|store\/(?:sqlite|postgres)\/open)/;
		expect(loaded.filter((path) => late.test(path))).toEqual([]);
		expect(loaded.filter((path) => path.includes(installedFolder)).length).toBeGreaterThan(100);
	});
});

describe('a program that imports the library', () => {
	const LOADED =
		"require('n8n-nodes-incoming-api'); console.log(JSON.stringify(Object.keys(require.cache)))";

	test('gets its names, also as an ES module', async () => {
		const program =
			"import { closeRealms, openRealm, tokenClient } from 'n8n-nodes-incoming-api'; console.log(typeof closeRealms, typeof openRealm, typeof tokenClient)";
		const printed = await runNode(['--input-type=module', '--eval', program]);
		expect(printed).toBe('function function function');
	});

	test('gets nothing of n8n, no node, no credential, no command', async () => {
		const loaded = JSON.parse(await runNode(['--eval', LOADED])) as readonly string[];
		const foreign = /n8n-workflow|n8n-core|dist\/(?:nodes|credentials|src\/(?:n8n|command))\//;
		expect(loaded.filter((path) => foreign.test(path))).toEqual([]);
		expect(loaded.length).toBeGreaterThan(100);
	});

	test('reaches what index.ts exports and package.json, and nothing behind it', async () => {
		const program =
			"const reach = (name) => { try { return typeof require('n8n-nodes-incoming-api' + name); } catch (error) { return error.code; } }; console.log(['', '/package.json', '/dist/src/realm/realm.js', '/dist/index.js'].map(reach).join())";
		expect(await runNode(['--eval', program])).toBe(
			'object,object,ERR_PACKAGE_PATH_NOT_EXPORTED,ERR_PACKAGE_PATH_NOT_EXPORTED',
		);
	});

	test('ends by itself where it opens nothing', async () => {
		const program =
			"require('n8n-nodes-incoming-api'); console.log(process.getActiveResourcesInfo())";
		expect(await runNode(['--eval', program])).toMatch(/^\[\s*('PipeWrap',?\s*)*\]$/);
	});
});
