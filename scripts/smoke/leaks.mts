import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { spellingsOf } from './spellings.mts';

/** What a search through all files below a folder came to. */
export interface LeakSearch {
	readonly files: number;
	readonly bytes: number;
	/** Each as "name, spelling, file". */
	readonly found: readonly string[];
}

/** Looks for named values, in every spelling, in every file below a folder. */
export function searchForLeaks(
	folder: string,
	values: Readonly<Record<string, string>>,
): LeakSearch {
	const needles = Object.entries(values).flatMap(([name, value]) =>
		[...spellingsOf(value)].map(([spelling, bytes]) => ({ label: `${name}, ${spelling}`, bytes })),
	);
	const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
		entry.isFile(),
	);
	let bytes = 0;
	const found: string[] = [];
	for (const { parentPath, name } of files) {
		const file = join(parentPath, name);
		const content = readFileSync(file);
		bytes += content.length;
		const hits = needles.filter((needle) => content.includes(needle.bytes));
		found.push(...hits.map(({ label }) => `${label}, ${relative(folder, file)}`));
	}
	return { files: files.length, bytes, found };
}
