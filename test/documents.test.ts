import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeType } from 'n8n-workflow';

import { AccessAdmin } from '../nodes/AccessAdmin/AccessAdmin.node';
import { AuthorizationServerTrigger } from '../nodes/AuthorizationServerTrigger/AuthorizationServerTrigger.node';
import { ApiRequest } from '../nodes/ApiRequest/ApiRequest.node';
import { IncomingApiResponse } from '../nodes/IncomingApiResponse/IncomingApiResponse.node';
import { IncomingApiTrigger } from '../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { mayGo, parseAllowedDomains } from '../src/http/destination';
import { ENDPOINTS } from '../src/oauth/endpoints/paths';
import { PROBLEMS } from '../src/http/problem';
import { incomingItem } from '../src/n8n/incoming-item';
import { showApiKey, showDomainKey, showToken, showUser } from '../src/n8n/show';
import { parseReferences } from '../src/secrets/reference';
import { valuesOf } from './documents/fields';
import { deadAddressesOf, deadLinksOf, type Page } from './documents/links';
import {
	codeOf,
	definitionsOf,
	headingsOf,
	linksOf,
	type Table,
	tablesOf,
} from './documents/markdown';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesOf = (...patterns: string[]): readonly Page[] =>
	globSync(patterns, { cwd: root, exclude: (path) => /node_modules|^dist/.test(String(path)) })
		.map((path) => path.replaceAll('\\', '/'))
		.map((path) => ({ path, text: read(path) }));
const sorted = (values: Iterable<string>): readonly string[] => [...new Set(values)].sort();

const pages = filesOf('**/*.md');

describe('every page', () => {
	test.each(pages)('$path has no dead link into the repository', (page) => {
		expect([...deadLinksOf(root, page), ...deadAddressesOf(root, page)]).toEqual([]);
	});

	test.each(pages)('$path keeps its lines within 120 columns', ({ text }) => {
		expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
	});

	test('that the package links to is there', () => {
		const files = filesOf('package.json', '{nodes,credentials,src}/**/*.{ts,json}');
		expect(files.flatMap((file) => deadAddressesOf(root, file))).toEqual([]);
	});

	const home = 'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api';
	test.each([
		['[a](nowhere.md)', 'nowhere.md'],
		['[a](README.md#nothing)', 'README.md#nothing'],
		['[a](#nothing)', '#nothing'],
		['[a][b]\n\n[b]: ../nowhere', '../nowhere'],
		[`<${home}/blob/main/nowhere.md>`, `${home}/blob/main/nowhere.md`],
		[`${home}#nothing`, `${home}#nothing`],
	])('with %j is found to have a dead link', (text, dead) => {
		const page = { path: 'README.md', text };
		expect([...deadLinksOf(root, page), ...deadAddressesOf(root, page)]).toEqual([dead]);
	});
});

test('the index of documents names every page, and the README names the index', () => {
	const index = read('docs/README.md');
	const documents = pages.filter(({ path }) => /^docs\/[^/]+\.md$/.test(path));
	const named = linksOf(index).map((link) => `docs/${link.split('#')[0] ?? ''}`);
	const missing = documents.filter(({ path }) => !['docs/README.md', ...named].includes(path));
	expect(missing.map(({ path }) => path)).toEqual([]);
	expect(linksOf(read('README.md'))).toContain('docs/README.md');
});

describe('the page of requirements', () => {
	const ID = /\b(?:PF|NT|IN|VE|IA|IB)-\d+\b/g;
	const NAMED = /(['"`])((?:[A-Z]{2}-\d+(?:, )?)+): (.*?)\1/g;
	const page = read('docs/reference-requirements.md');
	const tests = filesOf('{test,scripts}/**/*.{ts,mts}');

	test('has every id that a test names, and no other', () => {
		const named = tests.flatMap(({ text }) => text.match(ID) ?? []);
		expect(sorted(page.match(ID) ?? [])).toEqual(sorted(named));
	});

	test.each(pages)('has every id that $path names', ({ text }) => {
		const rows = tablesOf(page).flatMap(({ rows }) => rows.map(([id]) => id));
		expect((text.match(ID) ?? []).filter((id) => !rows.includes(id))).toEqual([]);
	});

	/** What the page says: an id's own row, then a row for each of its tests. */
	function shownTests(): ReadonlyMap<string, readonly string[]> {
		const definitions = definitionsOf(page);
		const shown = new Map<string, string[]>();
		let current: string[] = [];
		for (const [id = '', text = ''] of tablesOf(page).flatMap(({ rows }) => rows)) {
			const [, file = '', name = ''] = /^\[(.+?)\]: \*(.+)\*$/.exec(text) ?? [];
			if (id === '') current.push(`${definitions.get(file) ?? file}: ${name}`);
			else shown.set(id, (current = []));
		}
		return shown;
	}

	/** What the tests say of themselves, by id. */
	function namedTests(id: string): ReadonlySet<string> {
		const named = tests.flatMap(({ path, text }) =>
			[...text.matchAll(NAMED)]
				.filter(([, , ids = '']) => ids.split(', ').includes(id))
				.map(([, , , name = '']) => `../${path}: ${name}`),
		);
		return new Set(named);
	}

	test.each([...shownTests()])('shows %s by tests that are there', (id, shown) => {
		const there = namedTests(id);
		expect(shown).not.toEqual([]);
		expect(shown.filter((test) => !there.has(test))).toEqual([]);
	});
});

/** The members of a union of words, as its source has them. */
function membersOf(path: string, type: string): readonly string[] {
	const [, union = ''] = new RegExp(`type ${type} =([^;]+);`).exec(read(path)) ?? [];
	return [...union.matchAll(/'([a-z-]+)'/g)].map(([, member = '']) => member);
}

describe('the page on protecting an API', () => {
	test('has every reason for a refusal, and no other', () => {
		const tables = tablesOf(read('docs/how-to-protect-an-api.md'));
		const rows = tables.find(({ columns }) => columns[0] === 'reason')?.rows ?? [];
		const reasons = rows.flatMap(([cell = '']) => cell.split(', ').map(codeOf));
		expect(sorted(reasons)).toEqual(
			sorted([
				...membersOf('src/authentication/scheme.ts', 'RejectionReason'),
				...membersOf('src/authorization/may-call.ts', 'Hindrance'),
				...membersOf('src/validation/validation.ts', 'ContentFlaw'),
			]),
		);
	});
});

describe('the page of the authorization server', () => {
	const tables = tablesOf(read('docs/reference-authorization-server.md'));
	const column = (name: string): readonly string[] =>
		(tables.find(({ columns }) => columns[0] === name)?.rows ?? []).flatMap(([cell = '']) =>
			cell.split(', ').map(codeOf),
		);

	test('has every reason, operation, error and endpoint, and no other', () => {
		const reasons = membersOf('src/oauth/refusal.ts', 'OAuthReason');
		expect(sorted(column('reason'))).toEqual(sorted(reasons));
		const [, errors = ''] = /type OAuthError =([^;]+);/.exec(read('src/oauth/refusal.ts')) ?? [];
		expect(sorted(column('error'))).toEqual(sorted(errors.match(/[a-z_]+(?=')/g) ?? []));
		const [, operations = ''] =
			/type OAuthOperation =([^;]+);/.exec(read('src/oauth/note.ts')) ?? [];
		expect(sorted(column('operation'))).toEqual(sorted(operations.match(/[a-zA-Z.]+(?=')/g) ?? []));
		expect(sorted(column('endpoint'))).toEqual(
			sorted(Object.values(ENDPOINTS).map(({ path }) => path)),
		);
	});
});

test('the page of problems has a section for every problem, and no other', () => {
	const headings = headingsOf(read('docs/reference-problems.md'));
	const sections = headings.filter((heading) => /^[a-z]+(?:-[a-z]+)*$/.test(heading));
	expect(sorted(sections)).toEqual(sorted(Object.keys(PROBLEMS)));
});

describe('the page of nodes', () => {
	const page = read('docs/reference-nodes.md');
	const under = (heading: string): readonly Table[] =>
		tablesOf(page).filter((table) => table.heading === heading);
	const firstCells = (tables: readonly Table[], column: string): readonly string[] =>
		tables
			.filter(({ columns }) => columns[0] === column)
			.flatMap(({ rows }) => rows.map(([cell]) => codeOf(cell)));

	/** Tables about what a field offers have its name above their first column. */
	const tablesOfChoices = (type: INodeType): readonly (readonly [string, string, Table])[] =>
		under(type.description.displayName).flatMap((table) => {
			const [, field] = /^`(\w+)`$/.exec(table.columns[0] ?? '') ?? [];
			return field === undefined ? [] : [[field, type.description.displayName, table] as const];
		});
	const nodes: readonly INodeType[] = [
		new AccessAdmin(),
		new ApiRequest(),
		new AuthorizationServerTrigger(),
		new IncomingApiResponse(),
		new IncomingApiTrigger(),
	];

	test.each(nodes.flatMap(tablesOfChoices))(
		'has every choice of %s of %s, and no other',
		(field, name, table) => {
			const properties = nodes.find(({ description }) => description.displayName === name)
				?.description.properties;
			const written = table.rows.map(([cell]) => codeOf(cell));
			expect(sorted(written)).toEqual(sorted(valuesOf(properties ?? [], field)));
		},
	);

	test('has every member of the items', () => {
		const nothing: unknown = {
			headers: {},
			origins: [],
			publicIds: [],
			privileges: [],
			scopes: [],
			createdAt: 0,
			updatedAt: 0,
			issuedAt: 0,
			expiresAt: 0,
		};
		const item = incomingItem(nothing as never, {} as never, nothing as never, '', '');
		expect(firstCells(under('The emitted item').slice(0, 1), 'member')).toEqual(Object.keys(item));
		const shown = [showUser, showApiKey, showDomainKey, showToken].flatMap((show) =>
			Object.keys(show(nothing as never)),
		);
		expect(sorted(firstCells(under('Access Admin'), 'member'))).toEqual(sorted(shown));
	});
});

describe('the page of references', () => {
	const tables = tablesOf(read('docs/reference-references.md'));
	const rowsOf = (...columns: string[]): readonly (readonly string[])[] =>
		tables.filter((table) => columns.every((name, at) => table.columns[at] === name))[0]?.rows ??
		[];

	test.each(rowsOf('text', 'is sent as'))('is right that %s is read', (text) => {
		expect(parseReferences(codeOf(text)).kind).toBe('parsed');
	});

	test.each(rowsOf('text', 'why'))('is right that %s is an error', (text) => {
		expect(parseReferences(codeOf(text)).kind).toBe('malformed');
	});

	test.each(rowsOf('URL', 'list', 'outcome'))('is right about %s and %s', (url, list, outcome) => {
		const allowed = parseAllowedDomains(codeOf(list));
		if (allowed.kind === 'domains-mistake') throw new Error(`${list} is no list`);
		const { kind } = mayGo(codeOf(url), allowed);
		expect(outcome).toMatch(new RegExp(`^${kind}`));
	});
});
