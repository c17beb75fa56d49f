import {
	BEGINNINGS,
	escapeAt,
	lengthOf,
	lowerCase,
	meaningOf,
	NOTHING,
	type Writing,
} from './escapes';

/** A text as somebody may read it, in lower case, and the way back to the text itself. */
export interface Reading {
	/** ASCII in lower case; 255 for any other character. */
	readonly bytes: Buffer;
	/** Where each byte began and ended in the text; undefined when nothing was escaped. */
	readonly starts: Uint32Array | undefined;
	readonly ends: Uint32Array | undefined;
}

/** A text of UTF-16 code units, or bytes, as it stands. */
export function asItStands(text: string): Reading {
	const bytes = Buffer.allocUnsafe(text.length);
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		bytes[at] = code > 127 ? 255 : lowerCase(code);
	}
	return { bytes, starts: undefined, ends: undefined };
}

const isBeginning = (writing: Writing): Uint8Array => {
	const table = new Uint8Array(256);
	for (const character of BEGINNINGS[writing]) table[character.charCodeAt(0)] = 1;
	return table;
};
const TABLES = new Map(
	(Object.keys(BEGINNINGS) as Writing[]).map((writing) => [writing, isBeginning(writing)]),
);

/** Reads once more what a way of writing escapes; undefined where it escapes nothing. */
export function readAgain({ bytes, starts, ends }: Reading, writing: Writing): Reading | undefined {
	const begins = TABLES.get(writing) ?? new Uint8Array(256);
	let at = 0;
	while (at < bytes.length && begins[bytes[at] ?? 0] === 0) at += 1;
	if (at === bytes.length) return undefined;

	const read = Buffer.allocUnsafe(bytes.length);
	const startsHere = new Uint32Array(bytes.length);
	const endsHere = new Uint32Array(bytes.length);
	let length = 0;
	let escapes = 0;
	for (at = 0; at < bytes.length;) {
		const code = bytes[at] ?? 0;
		const found = begins[code] === 1 ? escapeAt(bytes, at) : 0;
		const size = found === 0 ? 1 : lengthOf(found);
		const meaning = found === 0 ? code : meaningOf(found);
		if (found !== 0) escapes += 1;
		if (found === 0 || meaning !== NOTHING) {
			read[length] = meaning;
			startsHere[length] = starts?.[at] ?? at;
			endsHere[length] = ends?.[at + size - 1] ?? at + size;
			length += 1;
		}
		at += size;
	}
	return escapes === 0
		? undefined
		: { bytes: read.subarray(0, length), starts: startsHere, ends: endsHere };
}

/** Ways of writing, outermost first, that are taken back one after the other. */
export type Layers = readonly [Writing] | readonly [Writing, Writing];

const SINGLE: readonly Writing[] = ['json', 'percent', 'form', 'html', 'folded'];

/**
 * In which layers secrets have to be looked for. Reading all escapes at once finds every one, unless a
 * secret itself has a character that begins an escape: then each way of writing is read by itself.
 */
export function layersFor(secrets: readonly string[]): readonly Layers[] {
	const layers: Layers[] = [['all'], ['all', 'all']];
	if (secrets.some((secret) => secret.includes(' '))) {
		layers.push(['allInForm'], ['allInForm', 'all'], ['all', 'allInForm']);
	}
	if (secrets.some((secret) => /[\\%&]/.test(secret))) {
		layers.push(...SINGLE.map((writing) => [writing] as const));
		layers.push(...SINGLE.flatMap((outer) => SINGLE.map((inner) => [outer, inner] as const)));
	}
	return layers;
}

/** A text as it stands, and every other reading of it in the given layers. */
export function readingsOf(text: string, layers: readonly Layers[]): readonly Reading[] {
	const plain = asItStands(text);
	const outer = new Map<Writing, Reading | undefined>();
	const readings = [plain];
	for (const [first, second] of layers) {
		if (!outer.has(first)) outer.set(first, readAgain(plain, first));
		const once = outer.get(first);
		const reading = second === undefined || once === undefined ? once : readAgain(once, second);
		if (reading !== undefined) readings.push(reading);
	}
	return readings;
}
