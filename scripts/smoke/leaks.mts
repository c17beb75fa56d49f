import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { spellingsOf } from './spellings.mts';

const LISTINGS = 20;

/** What a search through all files below a folder came to. */
export interface LeakSearch {
	readonly files: number;
	readonly bytes: number;
	/** Each as "name, spelling, file". */
	readonly found: readonly string[];
}

/** `undefined` where what runs has removed something meanwhile: a file, or a folder that is listed. */
function unlessRemoved<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

function filesBelow(folder: string): readonly Dirent[] {
	for (let left = LISTINGS; left > 0; left -= 1) {
		const options = { recursive: true, withFileTypes: true } as const;
		const entries = unlessRemoved(() => readdirSync(folder, options));
		if (entries !== undefined) return entries.filter((entry) => entry.isFile());
	}
	throw new Error(`${folder} cannot be listed.`);
}

/** Looks for named values, in every spelling, in every file below a folder. */
export function searchForLeaks(
	folder: string,
	values: Readonly<Record<string, string>>,
): LeakSearch {
	const needles = Object.entries(values).flatMap(([name, value]) =>
		[...spellingsOf(value)].map(([spelling, bytes]) => ({ label: `${name}, ${spelling}`, bytes })),
	);
	const files = filesBelow(folder);
	let bytes = 0;
	const found: string[] = [];
	for (const { parentPath, name } of files) {
		const file = join(parentPath, name);
		const content = unlessRemoved(() => readFileSync(file));
		if (content === undefined) continue;
		bytes += content.length;
		const hits = needles.filter((needle) => content.includes(needle.bytes));
		found.push(...hits.map(({ label }) => `${label}, ${relative(folder, file)}`));
	}
	return { files: files.length, bytes, found };
}
