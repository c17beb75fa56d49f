import { isKeyName } from './key-name';

/** A piece of a text: what is sent as it stands (escapes taken back), or a reference. */
export type Piece =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'reference'; readonly name: string };

/** Something that begins like a reference and is none; `excerpt` is its beginning. */
export interface Malformed {
	readonly kind: 'malformed';
	readonly excerpt: string;
}

export interface Parsed {
	readonly kind: 'parsed';
	readonly pieces: readonly Piece[];
}

interface Reference {
	readonly kind: 'reference';
	readonly name: string;
	/** Index behind the reference. */
	readonly end: number;
}

// An underscore and a letter behind the bracket begin a reference: nobody else's `${...}` does.
const BEGINNING = /[ \t]*_[A-Za-z]/y;
const BODY = /_datasource\.(?:([A-Za-z][A-Za-z0-9_]{0,63})|"([^"\\\p{Cc}]{1,64})")([}>])/uy;
const EXCERPT = /[ \t]{0,8}[\w."$<{-]{0,40}/y;

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
	pattern.lastIndex = index;
	return pattern.exec(text);
}

/** Reads what stands behind an unescaped `${` or `$<`; undefined where that is ordinary text. */
function readReference(text: string, dollar: number): Reference | Malformed | undefined {
	const inside = dollar + 2;
	if (matchAt(BEGINNING, text, inside) === null) return undefined;
	const body = matchAt(BODY, text, inside);
	const name = body?.[1] ?? body?.[2];
	const closer = text[dollar + 1] === '{' ? '}' : '>';
	if (body === null || name === undefined || body[3] !== closer || !isKeyName(name)) {
		const excerpt = matchAt(EXCERPT, text, inside)?.[0] ?? '';
		return { kind: 'malformed', excerpt: text.slice(dollar, inside) + excerpt };
	}
	return { kind: 'reference', name, end: inside + body[0].length };
}

/** The end of the run of `$` that begins at an index. */
function endOfRun(text: string, start: number): number {
	let end = start;
	while (text[end] === '$') end += 1;
	return end;
}

/**
 * Splits a text into literal pieces and references, in one pass and linear time; nothing that comes
 * out is parsed again. `${_datasource.Name}` and `$<_datasource.Name>` mean the same, names outside of
 * the plain grammar stand in quotes. In a run of `$` before `{` or `<` each `$$` is one literal `$`.
 * Other `${...}` is ordinary text. PF-29, PF-30.
 */
export function parseReferences(text: string): Parsed | Malformed {
	const pieces: Piece[] = [];
	const literal: string[] = [];
	const flush = (): void => {
		if (literal.length > 0) pieces.push({ kind: 'text', text: literal.splice(0).join('') });
	};

	let at = 0;
	for (;;) {
		const dollar = text.indexOf('$', at);
		if (dollar === -1) break;
		const run = endOfRun(text, dollar);
		literal.push(text.slice(at, dollar));
		at = run;
		if (text[run] !== '{' && text[run] !== '<') {
			literal.push(text.slice(dollar, run));
			continue;
		}
		literal.push('$'.repeat(Math.floor((run - dollar) / 2)));
		if ((run - dollar) % 2 === 0) continue;
		const found = readReference(text, run - 1);
		if (found?.kind === 'malformed') return found;
		if (found === undefined) {
			literal.push('$');
			continue;
		}
		flush();
		pieces.push({ kind: 'reference', name: found.name });
		at = found.end;
	}
	literal.push(text.slice(at));
	flush();
	return { kind: 'parsed', pieces: pieces.filter((piece) => !isEmptyText(piece)) };
}

const isEmptyText = (piece: Piece): boolean => piece.kind === 'text' && piece.text === '';

/** The name in the first well-formed reference of a text in which references have no meaning. */
export function firstReference(text: string): string | undefined {
	let at = text.indexOf('$');
	while (at !== -1) {
		const run = endOfRun(text, at);
		const opens = text[run] === '{' || text[run] === '<';
		const found = opens && (run - at) % 2 === 1 ? readReference(text, run - 1) : undefined;
		if (found?.kind === 'reference') return found.name;
		at = text.indexOf('$', run);
	}
	return undefined;
}

/** Doubles every `$` that stands before `{` or `<`, so that the text is parsed into itself. */
export const escapeReferences = (text: string): string =>
	text.replace(/\$+/g, (run, start: number) =>
		text[start + run.length] === '{' || text[start + run.length] === '<' ? run + run : run,
	);

/** Writes a reference to a key in the form that every name can take. */
export const writeReference = (name: string): string => `\${_datasource."${name}"}`;
