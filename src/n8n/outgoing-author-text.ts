import {
	escapeReferences,
	type Malformed,
	parseReferences,
	type Piece,
	writeReference,
} from '../secrets/reference';

/** A parameter as its author wrote it, with a mark in place of each reference. */
export interface MarkedText {
	readonly kind: 'marked';
	readonly text: string;
	/** Names of the referenced keys; the mark of the first one ends in 0. */
	readonly names: readonly string[];
}

interface Segment {
	readonly kind: 'literal' | 'expression';
	readonly text: string;
}

/** The next unescaped brackets; n8n counts the backslashes since its last match. */
function findBrackets(text: string, brackets: '{{' | '}}', from: number): number {
	let start = from;
	for (;;) {
		const found = text.indexOf(brackets, start);
		if (found === -1) return -1;
		let slash = found;
		while (slash > start && text[slash - 1] === '\\') slash -= 1;
		if ((found - slash) % 2 === 0) return found;
		start = found + brackets.length;
	}
}

/** Splits what follows the `=` of an n8n expression into literal text and `{{ ... }}`. */
function splitExpression(text: string): readonly Segment[] {
	const segments: Segment[] = [];
	let at = 0;
	while (at < text.length) {
		const open = findBrackets(text, '{{', at);
		if (open === -1) return [...segments, { kind: 'literal', text: text.slice(at) }];
		segments.push({ kind: 'literal', text: text.slice(at, open) });
		const close = findBrackets(text, '}}', open + 2);
		at = close === -1 ? text.length : close + 2;
		segments.push({ kind: 'expression', text: text.slice(open, at) });
	}
	return segments;
}

/** The segments of a raw parameter: one literal text unless it is an expression. */
const segmentsOf = (raw: string): readonly Segment[] =>
	raw.startsWith('=') ? splitExpression(raw.slice(1)) : [{ kind: 'literal', text: raw }];

/** Everything of a raw parameter that its author typed outside of `{{ }}`. */
export function writtenText(raw: unknown): string {
	if (typeof raw !== 'string') return '';
	// A line break cannot be part of a reference, so that joining makes none.
	return segmentsOf(raw)
		.map(({ kind, text }) => (kind === 'literal' ? text : ''))
		.join('\n');
}

/**
 * Replaces the references in the author's literal text by marks that no data can contain, as long as
 * `nonce` is random and used once. The outcome is without the `=` of an expression. n8n evaluates the
 * marked text; what it puts between the marks is data. PF-29.
 */
export function markReferences(raw: string, nonce: string): MarkedText | Malformed {
	const names: string[] = [];
	const marked: string[] = [];
	for (const segment of segmentsOf(raw)) {
		if (segment.kind === 'expression') {
			marked.push(segment.text);
			continue;
		}
		const parsed = parseReferences(segment.text);
		if (parsed.kind === 'malformed') return parsed;
		for (const piece of parsed.pieces) {
			marked.push(piece.kind === 'text' ? piece.text : `${nonce}_${names.length}_`);
			if (piece.kind === 'reference') names.push(piece.name);
		}
	}
	return { kind: 'marked', text: marked.join(''), names };
}

/** Splits an evaluated text at its marks: the author's references, and everything else between them. */
export function splitAtMarks(
	evaluated: string,
	{ names }: MarkedText,
	nonce: string,
): readonly Piece[] {
	const [first = '', ...rest] = evaluated.split(`${nonce}_`);
	const pieces: Piece[] = [{ kind: 'text', text: first }];
	for (const part of rest) {
		const end = part.indexOf('_');
		const name = names[Number(part.slice(0, end))];
		if (name !== undefined) pieces.push({ kind: 'reference', name });
		pieces.push({ kind: 'text', text: part.slice(end + 1) });
	}
	return pieces;
}

/**
 * Turns the marks of an evaluated text back into references and escapes everything else, so that
 * parsing the outcome finds the author's references and no others.
 */
export function restoreReferences(evaluated: string, marked: MarkedText, nonce: string): string {
	// A mark turns into `${`: a run of `$` in front of it has to be escaped like one before a bracket.
	const escapeBeforeMark = (text: string): string => escapeReferences(`${text}{`).slice(0, -1);
	const pieces = splitAtMarks(evaluated, marked, nonce);
	return pieces
		.map((piece, index) => {
			if (piece.kind === 'reference') return writeReference(piece.name);
			return index === pieces.length - 1
				? escapeReferences(piece.text)
				: escapeBeforeMark(piece.text);
		})
		.join('');
}
