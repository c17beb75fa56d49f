import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
	type ICredentialType,
	type INodePropertyOptions,
	type INodeType,
	resolveWebhookDescriptionField,
} from 'n8n-workflow';

import { pagesOf } from '../../scripts/docs/pages.mts';
import { n8n } from '../../package.json';
import { describedTypes } from '../described-types';
import { PROBLEMS } from '../../src/http/problem';

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const nodes = describedTypes<INodeType>(n8n.nodes).map(({ type }) => type);
const credentials = describedTypes<ICredentialType>(n8n.credentials).map(({ type }) => type);
const pagesWith = (problems: typeof PROBLEMS): ReadonlyMap<string, string> =>
	pagesOf({
		nodes,
		credentials,
		problems,
		resolveField: resolveWebhookDescriptionField,
		problemsPage: read('docs/reference-problems.md'),
	});

describe('the pages that are made from the descriptions', () => {
	test.each([...pagesWith(PROBLEMS)])('%s is as `npm run docs` makes it', (path, text) => {
		// Where this fails, run `npm run docs`.
		expect(read(path)).toEqual(text);
	});

	test('have a section of every node, credential, field, operation and problem', () => {
		const all = [...pagesWith(PROBLEMS).values()].join('\n').replaceAll(/\s+/g, ' ');
		const shown = [...nodes.map(({ description }) => description), ...credentials].flatMap(
			({ properties }) => properties.filter(({ type }) => type !== 'hidden' && type !== 'notice'),
		);
		const needed = [
			...nodes.map(({ description }) => `# Fields of ${description.displayName} `),
			...credentials.map(({ displayName }) => `## ${displayName} `),
			...shown
				.filter(({ name }) => name !== 'operation')
				.map(({ displayName, name }) => `**${displayName}** \`${name}\``),
			...shown
				.filter(({ name }) => name === 'operation')
				.flatMap(({ options = [] }) => options as INodePropertyOptions[])
				.map(({ name, value }) => `\`${JSON.stringify(value)}\` *${name}*: `),
			...Object.keys(PROBLEMS).map((kind) => `[\`${kind}\`](#${kind}): `),
		];
		expect(needed.filter((text) => !all.includes(text))).toEqual([]);
	});

	test('change when a description changes', () => {
		const page = 'docs/reference-problems.md';
		const gone = { ...PROBLEMS.gone, title: 'Lost' };
		expect(pagesWith({ ...PROBLEMS, gone }).get(page)).not.toEqual(read(page));
	});
});
