import { accessSync, constants, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { publishConfig, scripts } from '../package.json';

interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
	readonly uses?: string;
	readonly needs?: string;
	readonly permissions?: Readonly<Record<string, string>>;
	readonly steps?: readonly Step[];
}

interface Workflow {
	readonly on: Readonly<Record<string, unknown>>;
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: Readonly<Record<string, Job>>;
}

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const workflow = (name: string): Workflow =>
	parse(read(`.github/workflows/${name}.yml`), { strict: true }) as Workflow;
const stepsOf = ({ jobs }: Workflow): readonly Step[] =>
	Object.values(jobs).flatMap(({ steps = [] }) => steps);
const files = globSync('.github/workflows/*.yml', { cwd: root });

describe.each(files)('%s', (path) => {
	const text = read(path);
	const parsed = parse(text, { strict: true }) as Workflow;

	test('may read the repository and nothing else', () => {
		expect(parsed.permissions).toEqual({ contents: 'read' });
	});

	test('names every action of others by a full commit, with its version', () => {
		const named = text.split('\n').filter((line) => line.includes('uses:'));
		const pinned = /^ +(- )?uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
		const own = /^ +uses: \.\/\.github\/workflows\/\w+\.yml$/;
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((line) => !pinned.test(line) && !own.test(line))).toEqual([]);
	});

	test('leaves no token in the clone, and puts no text of others into a command', () => {
		const clones = stepsOf(parsed).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(clones.map((step) => step.with)).toEqual(
			clones.map(() => ({ 'persist-credentials': false })),
		);
		expect(stepsOf(parsed).filter(({ run }) => run?.includes('${{'))).toEqual([]);
	});

	test('runs scripts that are there', () => {
		const named = stepsOf(parsed).flatMap(({ run = '' }) => [...run.matchAll(/npm run (\S+)/g)]);
		expect(named.filter(([, script = '']) => !(script in scripts))).toEqual([]);
	});
});

test('a push and a pull request run everything', () => {
	const { on, jobs } = workflow('ci');
	expect(Object.keys(on)).toEqual(['push', 'pull_request', 'workflow_call']);
	expect(jobs['everything']?.steps?.at(-1)).toEqual({ run: '.ci/run' });
	accessSync(join(root, '.ci/run'), constants.X_OK);
});

test('a tag publishes with provenance, after everything ran, from a clone of its own', () => {
	const { on, jobs } = workflow('release');
	expect(on).toEqual({ push: { tags: ['v*'] } });
	const { check, publish, ...others } = jobs;
	expect(others).toEqual({});
	expect(check).toEqual({ uses: './.github/workflows/ci.yml' });
	expect(publish).toMatchObject({
		needs: 'check',
		permissions: { contents: 'read', 'id-token': 'write' },
	});
	expect(publish?.steps?.at(-1)?.run).toBe(
		'npm publish --provenance --access public --ignore-scripts',
	);
	expect(publishConfig).toEqual({ access: 'public', provenance: true });
});

test('dependencies and actions are looked after', () => {
	const { updates } = parse(read('.github/dependabot.yml'), { strict: true }) as {
		readonly updates: readonly { readonly 'package-ecosystem': string }[];
	};
	expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
});
