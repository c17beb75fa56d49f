import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';

import { AccessRealmApi } from '../credentials/AccessRealmApi.credentials';
import { InbentaApi } from '../credentials/InbentaApi.credentials';
import { InterActionPlusApi } from '../credentials/InterActionPlusApi.credentials';
import { InterActionPlusOAuth2Api } from '../credentials/InterActionPlusOAuth2Api.credentials';
import { InteractApi } from '../credentials/InteractApi.credentials';
import { PhixFlowApi } from '../credentials/PhixFlowApi.credentials';
import { SecretKeysApi } from '../credentials/SecretKeysApi.credentials';
import { VerintCommunityApi } from '../credentials/VerintCommunityApi.credentials';
import { VerintCommunityOAuth2Api } from '../credentials/VerintCommunityOAuth2Api.credentials';
import { AccessAdmin } from '../nodes/AccessAdmin/AccessAdmin.node';
import { AuthorizationServerTrigger } from '../nodes/AuthorizationServerTrigger/AuthorizationServerTrigger.node';
import { ApiRequest } from '../nodes/ApiRequest/ApiRequest.node';
import { IncomingApiResponse } from '../nodes/IncomingApiResponse/IncomingApiResponse.node';
import { IncomingApiTrigger } from '../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { mayGo, parseAllowedDomains } from '../src/http/destination';
import { ENDPOINTS } from '../src/oauth/endpoints/paths';
import { problemAnswer, type ProblemKind } from '../src/http/problem';
import { incomingItem } from '../src/n8n/incoming-item';
import { showApiKey, showDomainKey, showToken, showUser } from '../src/n8n/show';
import { parseReferences } from '../src/secrets/reference';
import { neededRows, valuesOf, writtenRows } from './documents/fields';
import { deadAddressesOf, deadLinksOf, type Page } from './documents/links';
import { codeOf, definitionsOf, headingsOf, type Table, tablesOf } from './documents/markdown';

const VENDOR_CREDENTIALS: readonly ICredentialType[] = [
	new InbentaApi(),
	new InterActionPlusApi(),
	new InterActionPlusOAuth2Api(),
	new InteractApi(),
	new PhixFlowApi(),
	new VerintCommunityApi(),
	new VerintCommunityOAuth2Api(),
];

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

describe('the page of requirements', () => {
	const ID = /\b(?:PF|NT|IN|VE|IA|IB)-\d+\b/g;
	const NAMED = /(['"`])((?:[A-Z]{2}-\d+(?:, )?)+): (.*?)\1/g;
	const page = read('docs/reference-requirements.md');
	const tests = filesOf('{test,scripts}/**/*.{ts,mts}');

	test('has every id that a test names, and no other', () => {
		const named = tests.flatMap(({ text }) => text.match(ID) ?? []);
		expect(sorted(page.match(ID) ?? [])).toEqual(sorted(named));
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

describe('the page of problems', () => {
	const page = read('docs/reference-problems.md');
	const kinds = membersOf('src/http/problem.ts', 'ProblemKind') as readonly ProblemKind[];

	test('has the status and title of every problem, and no other', () => {
		const table = tablesOf(page).find(({ columns }) => columns[0] === 'type');
		const needed = kinds.map((kind) => {
			const { title, status } = JSON.parse(problemAnswer(kind, '').body) as Record<string, unknown>;
			return [`[\`${kind}\`](#${kind})`, String(status), title];
		});
		expect(table?.rows).toEqual(needed);
	});

	test('has a section for every problem, and no other', () => {
		const sections = headingsOf(page).filter((heading) => /^[a-z]+(?:-[a-z]+)*$/.test(heading));
		expect(sorted(sections)).toEqual(sorted(kinds));
	});
});

describe('the page of nodes', () => {
	const page = read('docs/reference-nodes.md');
	const under = (heading: string): readonly Table[] =>
		tablesOf(page).filter((table) => table.heading === heading);
	/** Sections that describe some fields of a node on their own. */
	const SECTIONS: Readonly<Record<string, readonly string[]>> = {
		'Access Admin': ['OAuth clients'],
	};
	const node = (type: INodeType): [string, readonly INodeProperties[]] => [
		type.description.displayName,
		type.description.properties,
	];
	const credential = (type: ICredentialType): [string, readonly INodeProperties[]] => [
		type.displayName,
		type.properties,
	];
	const firstCells = (tables: readonly Table[], column: string): readonly string[] =>
		tables
			.filter(({ columns }) => columns[0] === column)
			.flatMap(({ rows }) => rows.map(([cell]) => codeOf(cell)));

	test.each([
		node(new IncomingApiTrigger()),
		node(new IncomingApiResponse()),
		node(new AuthorizationServerTrigger()),
		node(new AccessAdmin()),
		node(new ApiRequest()),
		credential(new AccessRealmApi()),
		credential(new SecretKeysApi()),
	])('has every field of %s with its name and default, and no other', (name, properties) => {
		const parts = [name, ...(SECTIONS[name] ?? [])].flatMap(under);
		expect(sorted(writtenRows(parts))).toEqual(sorted(neededRows(properties)));
	});

	test.each(VENDOR_CREDENTIALS.map((type) => [type.displayName, type] as const))(
		'has every field of %s that the editor shows, and no other',
		(name, { properties }) => {
			const shown = properties.filter(({ type }) => type !== 'hidden' && type !== 'notice');
			const written = under(name).flatMap(({ rows }) =>
				rows.map(([label = '', cell = '']) => `${label} ${codeOf(cell)}`),
			);
			expect(sorted(written)).toEqual(
				sorted(shown.map(({ displayName, name: field }) => `${displayName} ${field}`)),
			);
		},
	);

	test('has every operation, response mode and kind of body, and no other', () => {
		const [, admin] = node(new AccessAdmin());
		const [, trigger] = node(new IncomingApiTrigger());
		const [, response] = node(new IncomingApiResponse());
		const operations = under('Access Admin')
			.filter(({ columns }) => columns[0] === 'resource')
			.flatMap(({ rows }) => rows.map((row) => row.slice(0, 2).map(codeOf).join(' ')));
		expect(sorted(operations)).toEqual(sorted(valuesOf(admin, 'operation')));
		const modes = firstCells(under('Incoming API Trigger'), '`responseMode`');
		expect(sorted(modes)).toEqual(sorted(valuesOf(trigger, 'responseMode')));
		const bodies = firstCells(under('Incoming API Response'), '`respondWith`');
		expect(sorted(bodies)).toEqual(sorted(valuesOf(response, 'respondWith')));
	});

	test('has every member of the items', () => {
		const nothing: unknown = {
			headers: {},
			origins: [],
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
