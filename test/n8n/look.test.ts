import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { sublimeSearch } from '@n8n/utils/search/sublime-search';
import type { ICredentialType, INodeType } from 'n8n-workflow';

import { n8n } from '../../package.json';
import { describedTypes } from '../described-types';

const root = join(__dirname, '../..');

/** Files of a drawing, as `file:` and a path. */
interface Drawing {
	readonly light: string;
	readonly dark: string;
}

const nodes = describedTypes<INodeType>(n8n.nodes);
const credentials = describedTypes<ICredentialType>(n8n.credentials);

const LIGHT = ['#334155', '#0f766e'];
const DARK = ['#cbd5e1', '#2dd4bf'];
const colours = (drawing: string): readonly string[] => drawing.match(/#[0-9a-f]{6}/g) ?? [];
const read = (folder: string, icon: string): string =>
	readFileSync(join(folder, icon.replace('file:', '')), 'utf8');

describe('the icon', () => {
	const icons = [
		...nodes.map(({ name, folder, type }) => ({ name, folder, icon: type.description.icon })),
		...credentials.map(({ name, folder, type }) => ({ name, folder, icon: type.icon })),
	] as readonly { name: string; folder: string; icon: Drawing }[];
	const [FRAME] = read(icons[0]?.folder ?? '', icons[0]?.icon.light ?? '').split('\n');

	test.each(icons)('of $name is one drawing of the family, light and dark', ({ folder, icon }) => {
		const [light, dark] = [read(folder, icon.light), read(folder, icon.dark)];
		expect(light.split('\n')[0]).toBe(FRAME);
		expect(colours(light).filter((colour) => !LIGHT.includes(colour))).toEqual([]);
		const repainted = LIGHT.reduce(
			(text, colour, at) => text.replaceAll(colour, DARK[at] ?? ''),
			light,
		);
		expect(dark).toBe(repainted);
		// Ink is what shows on either ground: the accent alone is too little.
		expect(colours(light)).toEqual(expect.arrayContaining(LIGHT));
	});

	test("is somebody's, whichever file it is", () => {
		const used = icons.flatMap(({ folder, icon }) =>
			[icon.light, icon.dark].map((file) => join(folder, file.replace('file:', ''))),
		);
		const there = globSync('icons/*', { cwd: root }).map((file) => join(root, file));
		expect([...new Set(used)].map((file) => relative(root, file)).sort()).toEqual(
			there.map((file) => relative(root, file)).sort(),
		);
	});
});

interface Codex {
	readonly node: string;
	readonly categories: readonly string[];
	readonly subcategories: Readonly<Record<string, readonly string[]>>;
	readonly alias: readonly string[];
}

const found = nodes.map(({ name, folder, type }) => ({
	name,
	properties: {
		displayName: type.description.displayName,
		codex: JSON.parse(readFileSync(join(folder, `${name}.node.json`), 'utf8')) as Codex,
		description: type.description,
	},
}));

test.each(found)(
	'$name has a line under its name and a place among the nodes',
	({ properties }) => {
		const { description, codex } = properties;
		expect(description.subtitle).toMatch(/^=/);
		expect(codex.node).toBe(`n8n-nodes-incoming-api.${description.name}`);
		expect(codex.categories).toEqual(['Development', 'Core Nodes']);
		expect(codex.subcategories).toEqual({ 'Core Nodes': ['Helpers'] });
	},
);

test.each([
	['webhook', ['IncomingApiResponse', 'IncomingApiTrigger']],
	['api key', ['AccessAdmin', 'ApiRequest', 'IncomingApiTrigger']],
	['secret', ['AccessAdmin', 'ApiRequest']],
	['oauth', ['AccessAdmin', 'ApiRequest', 'AuthorizationServerTrigger', 'IncomingApiTrigger']],
	[
		'authenticate',
		['AccessAdmin', 'ApiRequest', 'AuthorizationServerTrigger', 'IncomingApiTrigger'],
	],
] as const)('the search of the editor finds what is about "%s"', (word, names) => {
	const offered = sublimeSearch(word, found).map(({ item }) => item.name);
	expect(offered).toEqual(expect.arrayContaining([...names]));
});
