import { type Layers, layersFor, type Reading, readingsOf } from './reading';
import type { SecretText } from './secret-text';
import { type Spelling, spellingsOf } from './spelling';

/** A secret, and the name under which it may be shown. */
export interface NamedSecret {
	readonly name: string;
	readonly secret: SecretText;
}

/** A range of a text that holds a secret. */
export interface Found {
	readonly start: number;
	readonly end: number;
	readonly name: string;
}

interface Growing extends Found {
	end: number;
}

interface Sought extends Spelling {
	readonly name: string;
}

const EQUALS_SIGN = 61;
// Bounds the memory for readings, and keeps them in the processor's cache.
const CHUNK = 65_536;
// The longest way to write a character in two layers: \u0026#x0000073; and the like.
const LONGEST_ESCAPE = 24;

function findIn(
	{ bytes, starts, ends }: Reading,
	sought: readonly Sought[],
	offset: number,
	found: Growing[],
): void {
	for (const { bytes: spelling, before, after, name } of sought) {
		// From the next character on: a secret may overlap itself.
		for (let at = bytes.indexOf(spelling); at !== -1; at = bytes.indexOf(spelling, at + 1)) {
			const first = Math.max(at - before, 0);
			let last = Math.min(at + spelling.length + after, bytes.length) - 1;
			while (after === 1 && bytes[last + 1] === EQUALS_SIGN) last += 1;
			const start = offset + (starts?.[first] ?? first);
			const end = offset + (ends?.[last] ?? last + 1);
			const previous = found.at(-1);
			if (previous?.name === name && previous.start <= start && start < previous.end) {
				previous.end = Math.max(previous.end, end);
			} else found.push({ start, end, name });
		}
	}
}

/** In order, and without overlaps: what overlaps counts as the first. */
function takeApart(found: Growing[]): readonly Found[] {
	found.sort((a, b) => a.start - b.start || b.end - a.end);
	const apart: Growing[] = [];
	for (const next of found) {
		const last = apart.at(-1);
		if (last === undefined || next.start >= last.end) apart.push(next);
		else last.end = Math.max(last.end, next.end);
	}
	return apart;
}

/** The end of a chunk: never between a backslash and its partner, each of which would be misread. */
function endOfChunk(text: string, start: number, size: number): number {
	const end = start + size;
	let first = end;
	while (first > start && text[first - 1] === '\\') first -= 1;
	return (end - first) % 2 === 0 ? end : end + 1;
}

/**
 * Makes a search for secrets of printable ASCII: plain, in base64 and base64url at every alignment, in
 * hexadecimal, and each of these with any of its characters escaped as in JSON, URLs, forms, HTML, by
 * line breaks or in UTF-16, up to two layers deep. Time grows with the length of the text, whatever
 * stands in it.
 */
export function searchFor(secrets: readonly NamedSecret[]): (text: string) => readonly Found[] {
	const sought = secrets.flatMap(({ name, secret }) =>
		spellingsOf(secret.reveal()).map((spelling): Sought => ({ ...spelling, name })),
	);
	const layers: readonly Layers[] = layersFor(secrets.map(({ secret }) => secret.reveal()));
	const lengths = sought.map(({ bytes }) => bytes.length);
	const shortest = Math.min(...lengths);
	const overlap = Math.max(...lengths) * LONGEST_ESCAPE;
	const size = Math.max(CHUNK, 4 * overlap);

	return (text) => {
		const found: Growing[] = [];
		for (let start = 0; text.length - start >= shortest;) {
			const end = endOfChunk(text, start, size);
			const chunk = text.slice(start, end + overlap);
			for (const reading of readingsOf(chunk, layers)) findIn(reading, sought, start, found);
			start = end;
		}
		return found.length === 0 ? found : takeApart(found);
	};
}
