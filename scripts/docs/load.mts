import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type * as workflow from 'n8n-workflow';
import type * as problem from '../../src/http/problem.ts';
import { projectFolder } from '../package/project.mts';
import type { Described } from './pages.mts';

const require = createRequire(import.meta.url);

/** Instances of the classes that package.json lists, as n8n's own loader makes them. */
function instancesOf<T>(files: readonly string[]): readonly T[] {
	return files.map((file) => {
		const [name = ''] = basename(file).split('.');
		const exported = require(join(projectFolder, file)) as Readonly<Record<string, new () => T>>;
		const Type = exported[name];
		if (Type === undefined) throw new Error(`${file} exports no ${name}.`);
		return new Type();
	});
}

/** Reads what the pages are made from out of the built package. */
export function loadDescribed(): Described {
	const { n8n } = require(join(projectFolder, 'package.json')) as {
		readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
	};
	const { resolveWebhookDescriptionField } = require('n8n-workflow') as typeof workflow;
	const { PROBLEMS } = require(join(projectFolder, 'dist/src/http/problem.js')) as typeof problem;
	return {
		nodes: instancesOf<workflow.INodeType>(n8n.nodes),
		credentials: instancesOf<workflow.ICredentialType>(n8n.credentials),
		problems: PROBLEMS,
		resolveField: resolveWebhookDescriptionField,
		problemsPage: readFileSync(join(projectFolder, 'docs/reference-problems.md'), 'utf8'),
	};
}
