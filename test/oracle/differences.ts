import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Table, tablesOf } from '../documents/markdown';

/** What the page says of one exchange. */
export interface Difference {
	readonly ours: string;
	readonly theirs: string;
	readonly why: string;
}

export interface DifferencePage {
	/** By `<id>: <what>`. */
	readonly differences: ReadonlyMap<string, Difference>;
	/** What each difference can be because of. */
	readonly reasons: readonly string[];
	/** Ids of requests that only one side can have. */
	readonly oneSided: readonly string[];
}

/** Reads the page that lists how our answers differ from those of oidc-provider, and why. */
export function readDifferences(): DifferencePage {
	const path = join(__dirname, '..', '..', 'docs', 'reference-differences-from-oidc-provider.md');
	const tables = tablesOf(readFileSync(path, 'utf8'));
	const rowsOf = (column: string): Table['rows'] =>
		tables.find(({ columns }) => columns[0] === column)?.rows ?? [];
	const rows = rowsOf('request');
	const differences = new Map<string, Difference>();
	for (let at = 0; at < rows.length; at += 2) {
		const [name = '', us, ours = '', why = ''] = rows[at] ?? [];
		const [blank, them, theirs = ''] = rows[at + 1] ?? [];
		const isPair = us === 'ours' && them === 'oidc-provider' && blank === '';
		if (!isPair || differences.has(name)) throw new Error(`The page has no pair for "${name}".`);
		differences.set(name, { ours, theirs, why });
	}
	return {
		differences,
		reasons: rowsOf('why').map(([cell = '']) => cell),
		oneSided: rowsOf('id').map(([cell = '']) => cell),
	};
}
