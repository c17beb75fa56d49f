import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as library from '../../index';
import { tablesOf } from './markdown';

const page = readFileSync(
	join(__dirname, '..', '..', 'docs', 'how-to-use-a-realm-without-n8n.md'),
	'utf8',
);

test('the page on using a realm without n8n has every export of the library, and no other', () => {
	const table = tablesOf(page).find(({ columns }) => columns[0] === 'export');
	const written = (table?.rows ?? []).flatMap(([cell = '']) =>
		[...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
	);
	expect(written.toSorted()).toEqual(Object.keys(library).toSorted());
});
