import {
	escapeReferences,
	firstReference,
	parseReferences,
	writeReference,
} from '../../../src/secrets/reference';
import { takesLinearTime } from '../../linear-time';

const text = (literal: string) => ({ kind: 'text', text: literal });
const ref = (name: string) => ({ kind: 'reference', name });

const A64 = `A${'b'.repeat(63)}`;

describe('a reference', () => {
	const cases: readonly (readonly [string, readonly object[]])[] = [
		['', []],
		['plain', [text('plain')]],
		['${_datasource.MyAPIKey}', [ref('MyAPIKey')]],
		['$<_datasource.MyAPIKey>', [ref('MyAPIKey')]],
		['Bearer ${_datasource.A}', [text('Bearer '), ref('A')]],
		['${_datasource.A}:$<_datasource.B_2>!', [ref('A'), text(':'), ref('B_2'), text('!')]],
		['${_datasource.A}${_datasource.A}', [ref('A'), ref('A')]],
		[`\${_datasource.${A64}}`, [ref(A64)]],
		['${_datasource."Any name"}', [ref('Any name')]],
		['$<_datasource."a}b>c${d">', [ref('a}b>c${d')]],
		['${_datasource."MyAPIKey"}', [ref('MyAPIKey')]],
		['${_datasource."__proto__"}', [ref('__proto__')]],
		['${_datasource."Schlüssel 🔑"}', [ref('Schlüssel 🔑')]],
		['$${_datasource.B}', [text('${_datasource.B}')]],
		['$$<_datasource.B>', [text('$<_datasource.B>')]],
		['$$${_datasource.B}', [text('$'), ref('B')]],
		['$$$${_datasource.B}', [text('$${_datasource.B}')]],
		['$$$$$<_datasource.B>', [text('$$'), ref('B')]],
		['$${', [text('${')]],
		['$$<', [text('$<')]],
		['$$${', [text('$${')]],
		['$5 and $$ and $', [text('$5 and $$ and $')]],
		['${foo} ${} ${ x } ${', [text('${foo} ${} ${ x } ${')]],
		['$<b> $< $<1>', [text('$<b> $< $<1>')]],
		['${datasource.A}', [text('${datasource.A}')]],
		['{_datasource.A}', [text('{_datasource.A}')]],
		['${foo ${_datasource.A}}', [text('${foo '), ref('A'), text('}')]],
	];
	test.each(cases)('is found in %j as the grammar says', (input, pieces) => {
		expect(parseReferences(input)).toEqual({ kind: 'parsed', pieces });
	});

	const malformed: readonly (readonly [string, string])[] = [
		['${_other.X}', '${_other.X'],
		['$<_other.X>', '$<_other.X'],
		['a ${_datasource.B', '${_datasource.B'],
		['${_datasource}', '${_datasource'],
		['${_datasource.}', '${_datasource.'],
		['${_datasource.B.C}', '${_datasource.B.C'],
		['${_datasource.${_datasource.C}}', '${_datasource.${_datasource.C'],
		['${_datasource.B>', '${_datasource.B'],
		['$<_datasource.B}', '$<_datasource.B'],
		['${ _datasource.B}', '${ _datasource.B'],
		['${_datasource.B }', '${_datasource.B'],
		['${_datasource.1B}', '${_datasource.1B'],
		['${_Datasource.B}', '${_Datasource.B'],
		[`\${_datasource.${A64}b}`, `\${_datasource.Abbbbbbbbbbbbbbbbbbbbbbbbbbb`],
		['${_datasource."B}', '${_datasource."B'],
		['${_datasource.""}', '${_datasource.""'],
		['${_datasource." B"}', '${_datasource."'],
		['${_datasource."a\\"b"}', '${_datasource."a'],
		['${_datasource."a\nb"}', '${_datasource."a'],
		['${_datasource.A} ${_other.X}', '${_other.X'],
		['$$${_other.X}', '${_other.X'],
	];
	test.each(malformed)('NT-63: that is malformed or foreign is an error: %j', (input, excerpt) => {
		expect(parseReferences(input)).toEqual({ kind: 'malformed', excerpt });
	});

	test.each(cases)('is found by looking for the first one in %j', (input, pieces) => {
		const first = pieces.find((piece) => 'name' in piece);
		expect(firstReference(input)).toBe(first === undefined ? undefined : Object(first).name);
	});

	test('is looked for behind malformed ones too', () => {
		expect(firstReference('${_other.X} ${_datasource.A}')).toBe('A');
		expect(firstReference('${_other.X}')).toBeUndefined();
	});
});

describe('escaping', () => {
	const texts = [
		'${_datasource.A}',
		'$${_datasource.A}',
		'$$$<_datasource.A> ${foo} $5 $ $$ ${',
		'${_other.X} ${_datasource',
		'{$<$<$${{',
	];
	test.each(texts)('makes %j parse into itself', (literal) => {
		const escaped = escapeReferences(literal);
		expect(parseReferences(escaped)).toEqual({ kind: 'parsed', pieces: [text(literal)] });
	});

	test.each(['A', 'Any name', 'a}b>c${d'])('writes a reference to %j that is read back', (name) => {
		expect(parseReferences(writeReference(name))).toEqual({ kind: 'parsed', pieces: [ref(name)] });
	});
});

describe('a long text', () => {
	const hostile: Readonly<Record<string, (length: number) => string>> = {
		dollars: (n) => '$'.repeat(n),
		'dollars before a bracket': (n) => `${'$'.repeat(n)}{_datasource.A}`,
		openers: (n) => '${'.repeat(n / 2),
		'openers with an underscore': (n) => '${_'.repeat(n / 3),
		'openers with spaces': (n) => '${         '.repeat(n / 11),
		'one opener and spaces': (n) => '${' + ' '.repeat(n),
		'an open quotation': (n) => '${_datasource."' + 'a'.repeat(n),
		'an endless name': (n) => '${_datasource.' + 'a'.repeat(n),
		references: (n) => '${_datasource.A}'.repeat(n / 16),
		escapes: (n) => '$${_datasource.A}'.repeat(n / 17),
	};

	const readers = { parseReferences, firstReference, escapeReferences };
	const pairs = Object.keys(hostile).flatMap((shape) =>
		Object.entries(readers).map(([name, read]) => [shape, name, read] as const),
	);
	test.each(pairs)('of %s is read in linear time by %s', (shape, _name, read) => {
		const of = hostile[shape] ?? String;
		read(of(10_000));
		// The smaller pair first: it fails fast where the larger one would run for minutes.
		for (const length of [4_000, 62_500]) {
			expect(takesLinearTime(read, of, length, 0.5)).toBe(true);
		}
	});
});
