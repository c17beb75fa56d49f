import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const textOf = (patterns: readonly string[], cwd = root): string =>
	globSync(patterns, { cwd })
		.map((path) => readFileSync(join(cwd, path), 'utf8'))
		.join('\n');

const OURS = textOf([
	'{nodes,credentials,src,scripts,bench,e2e}/**/*.{ts,mts,mjs,cjs}',
	'test/*.{ts,cjs}',
	'.ci/run',
	'.github/workflows/*.yml',
]);
const N8NS =
	textOf(['config', 'backend-common'].map((name) => `node_modules/@n8n/${name}/dist/**/*.js`)) +
	textOf(['node_modules/n8n-core/dist/**/*.js']);

/** Settings of n8n's server itself, whose code is not here: docs.n8n.io lists them. */
const OF_N8NS_SERVER = [
	'EXECUTIONS_DATA_PRUNE',
	'N8N_REINSTALL_MISSING_PACKAGES',
	'N8N_UNVERIFIED_PACKAGES_ENABLED',
];

/** Whether our code, or n8n's, reads an environment variable; `DB_*` stands for a family. */
export function isVariable(name: string): boolean {
	const stem = name.replace(/_\*?$/, '_').replace(/_FILE$/, '');
	const pattern = new RegExp(`\\b${stem}${stem.endsWith('_') ? '' : '\\b'}`);
	return pattern.test(OURS) || pattern.test(N8NS) || OF_N8NS_SERVER.includes(name);
}

/** Whether a piece of a sentence stands in our code, where it may be broken over lines. */
export function isSaid(piece: string): boolean {
	return OURS.replaceAll(/['"`]\s*\+\s*['"`]/g, '').includes(piece);
}

const { scripts } = JSON.parse(textOf(['package.json'])) as {
	readonly scripts: Readonly<Record<string, string>>;
};

/** The flags that a script of package.json reads; undefined where there is no such script. */
export function flagsOf(script: string): readonly string[] | undefined {
	const command = scripts[script];
	if (command === undefined) return undefined;
	const [file] = command.match(/\S+\.mts$/) ?? [];
	if (file === undefined) return [];
	const [, options = ''] = /\bparseArgs\(\{([^]*?)\}\);/.exec(textOf([file])) ?? [];
	return [...options.matchAll(/'?([a-z\d-]+)'?: \{ type: /g)].map(([, name = '']) => `--${name}`);
}
