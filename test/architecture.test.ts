import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { longFiles, offencesOf, roomOf, type SourceFile } from './architecture/offences';
import { ROOMS } from './architecture/rules';

const root = join(__dirname, '..');
const filesIn = (...patterns: readonly string[]): readonly SourceFile[] =>
	globSync(patterns, { cwd: root }).map((path) => ({
		path: path.replaceAll('\\', '/'),
		text: readFileSync(join(root, path), 'utf8'),
	}));
const files = filesIn('index.ts', '{nodes,credentials,src}/**/*.ts');
const ROOMLESS = '{test,scripts,e2e,bench}/**/*.{ts,mts,cts,js,mjs,cjs}';

describe('the house', () => {
	test('every file stands in a room and imports only what its room may', () => {
		expect(offencesOf(files)).toEqual([]);
	});

	test('no file of code is longer than 300 lines, in a room or not', () => {
		const all = [...files, ...filesIn(ROOMLESS, '*.{mjs,cjs}', '.ci/*')];
		expect(all.map(({ path }) => path)).toEqual(
			expect.arrayContaining(['.ci/run', 'test/fixtures/write-fixture.cjs', 'e2e/run.mts']),
		);
		expect(longFiles(all)).toEqual([]);
	});

	test('every room of the table has somebody in it', () => {
		const occupied = new Set(files.map(({ path }) => roomOf(path)));
		expect(Object.keys(ROOMS).filter((room) => !occupied.has(room))).toEqual([]);
	});

	test.each([
		[
			'src/http/a.ts',
			"import { x } from '../store/users';",
			'src/http/a.ts imports src/store/users',
		],
		[
			'src/realm/a.ts',
			"import { NodeOperationError } from 'n8n-workflow';",
			'src/realm/a.ts imports n8n-workflow',
		],
		[
			'nodes/A/A.node.ts',
			"import { x } from '../../src/realm/realm';",
			'nodes/A/A.node.ts imports src/realm/realm',
		],
		[
			'src/secrets/a.ts',
			"import { x } from '../authentication/scheme';",
			'src/secrets/a.ts imports src/authentication/scheme',
		],
		[
			'src/n8n/a.ts',
			"import { openSqlite } from '../store/sqlite/open';",
			'src/n8n/a.ts imports src/store/sqlite/open',
		],
		['src/http/a.ts', "const x = require('node:crypto');", 'src/http/a.ts imports node:crypto'],
		[
			'src/http/a.ts',
			"export { x } from '../crypto/digest';",
			'src/http/a.ts imports src/crypto/digest',
		],
		[
			'src/http/a.ts',
			"void import('../crypto/digest');",
			'src/http/a.ts imports src/crypto/digest',
		],
		['src/attic/a.ts', '', 'src/attic/a.ts is in no room'],
		['src/http/utils.ts', '', 'src/http/utils.ts has a vague name'],
		['src/http/a.ts', '\n'.repeat(301), 'src/http/a.ts has 301 lines'],
	])('%s with %j is an offence', (path, text, offence) => {
		expect(offencesOf([{ path, text }])).toEqual([offence]);
	});

	test('a sibling may be imported for its types', () => {
		const text = "import type { Caller } from '../authorization/caller';";
		expect(offencesOf([{ path: 'src/authentication/a.ts', text }])).toEqual([]);
	});
});
