import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { licencesPage } from '../../scripts/docs/licences-page.mts';
import {
	badlyLicensed,
	runTimePackages,
	runTimePlaces,
} from '../../scripts/docs/run-time-packages.mts';
import { dependencies } from '../../package.json';

const root = join(__dirname, '..', '..');
const packages = runTimePackages(root);

describe('the page of licences', () => {
	test('is as `npm run docs` makes it', () => {
		// Where this fails, run `npm run docs`.
		const page = readFileSync(join(root, 'docs', 'reference-licences.md'), 'utf8');
		expect(page).toEqual(licencesPage(packages));
	});

	test('has our dependencies and what they bring', () => {
		const names = packages.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), 'pg-pool']));
		expect(packages.filter(({ by, version }) => by === '' || version === '')).toEqual([]);
	});
});

describe('what comes along', () => {
	test('has licences that are allowed', () => {
		expect(badlyLicensed(packages)).toEqual([]);
	});

	test.each([
		['GPL-3.0', 'a has GPL-3.0'],
		['', 'a has no licence'],
		['MIT OR GPL-3.0', 'a has MIT OR GPL-3.0'],
	])('is refused with %j', (licence, flaw) => {
		expect(badlyLicensed([{ name: 'a', version: '1.0.0', licence, by: 'b' }])).toEqual([flaw]);
	});

	test('is followed to where Node finds it, a nearer one first, and around a circle', () => {
		const locked = {
			'': { dependencies: { a: '1' }, devDependencies: { d: '1' } },
			'node_modules/a': { dependencies: { '@s/b': '2' }, optionalDependencies: { c: '1' } },
			'node_modules/a/node_modules/@s/b': { dependencies: { c: '1' } },
			'node_modules/@s/b': {},
			'node_modules/c': { dependencies: { a: '1' } },
			'node_modules/d': {},
		};
		expect(runTimePlaces(locked)).toEqual([
			'node_modules/a',
			'node_modules/a/node_modules/@s/b',
			'node_modules/c',
		]);
	});
});
