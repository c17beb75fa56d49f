import { examineSchema, SCHEMA_LIMITS } from '../../../src/validation/examine-schema';

const examine = (schema: unknown) => examineSchema(JSON.stringify(schema));
const nested = (depth: number): unknown => (depth === 0 ? {} : { not: nested(depth - 1) });

describe('a schema', () => {
	test('is of draft 2020-12 unless it says draft-07', () => {
		const drafts = [
			{},
			{ $schema: 'https://json-schema.org/draft/2020-12/schema' },
			{ $schema: 'http://json-schema.org/draft-07/schema#' },
		].map(examine);
		expect(drafts.map((each) => each.kind === 'examined' && each.draft)).toEqual([
			'2020-12',
			'2020-12',
			'draft-07',
		]);
	});

	test.each<[string, unknown, string | undefined, string]>([
		['that is a list', [], undefined, 'is no JSON object'],
		['that is true', true, undefined, 'is no JSON object'],
		[
			'of another draft',
			{ $schema: 'https://json-schema.org/draft/2019-09/schema' },
			'/$schema',
			'is neither',
		],
		[
			'with a remote reference',
			{ items: { $ref: 'https://example.com/a' } },
			'/items',
			'refers to another document',
		],
		[
			'with a reference to a file',
			{ $ref: 'file:///etc/passwd' },
			'',
			'refers to another document',
		],
		[
			'with a dynamic reference elsewhere',
			{ $dynamicRef: 'x#y' },
			'',
			'refers to another document',
		],
		[
			'with a reference to nothing',
			{ properties: { a: { $ref: '#/$defs/b' } } },
			'/properties/a',
			'refers to a place',
		],
		[
			'with a reference into a value',
			{ const: { pattern: '(a+)+$' }, properties: { a: { $ref: '#/const' } } },
			'/properties/a',
			'refers to a place that has no schema',
		],
		[
			'with a document inside',
			{ $defs: { a: { $id: 'https://example.com/a' } } },
			'/$defs/a',
			'has an $id',
		],
		['that is asynchronous', { $async: true }, '', 'has $async'],
		[
			'with $data',
			{ properties: { a: { minimum: { $data: '1/b' } } } },
			'/properties/a',
			'has $data',
		],
		['with $data for a schema', { items: { $data: '/b' } }, '/items', 'has $data'],
		[
			'with a member __proto__',
			JSON.parse('{"properties":{"__proto__":{}}}'),
			'',
			'names a member __proto__',
		],
		['that refers to itself', { $ref: '#' }, '', 'refers to itself without end'],
		[
			'that refers to itself in a circle',
			{ $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } } },
			'/$defs/a',
			'refers to itself without end',
		],
		['nested too deep', nested(SCHEMA_LIMITS.depth + 1), undefined, 'is nested more than 64 deep'],
		[
			'with a huge enum',
			{ enum: Array.from({ length: 1_001 }, (_, i) => i) },
			'',
			'has an enum of more than 1000',
		],
		[
			'with too many values',
			{ examples: Array.from({ length: 20_000 }, () => 0) },
			undefined,
			'has more than 20000 values',
		],
		['that is too long', { title: 'x'.repeat(100_000) }, undefined, 'has more than 100000 letters'],
		[
			'with too many schemas',
			{
				properties: Object.fromEntries(
					Array.from({ length: 2_000 }, (_, i) => [`p${String(i)}`, {}]),
				),
			},
			undefined,
			'has more than 2000 schemas',
		],
	])('%s is refused', (_what, schema, place, flaw) => {
		const refused = { kind: 'refused', place, flaw: expect.stringContaining(flaw) as string };
		expect(examine(schema)).toEqual(refused);
	});

	test('that is no JSON is refused', () => {
		expect(examineSchema('{"type":')).toMatchObject({ kind: 'refused', place: undefined });
	});

	test('nested ten thousand deep is refused without a stack overflow', () => {
		const text = '{"not":'.repeat(10_000) + '{}' + '}'.repeat(10_000);
		expect(examineSchema(text)).toMatchObject({ flaw: 'is nested more than 64 deep: flatten it.' });
	});

	test('with a chain of as many references as there may be is refused without a stack overflow', () => {
		const count = SCHEMA_LIMITS.schemas - 1;
		const chain = Array.from({ length: count }, (_, index) => [
			`d${String(index)}`,
			index === count - 1 ? {} : { $ref: `#/$defs/d${String(index + 1)}` },
		]);
		const schema = { $ref: '#/$defs/d0', $defs: Object.fromEntries(chain) as unknown };
		expect(examine(schema)).toMatchObject({ kind: 'refused' });
	});

	test('may name members as keywords are named', () => {
		const schema = { properties: { $data: {}, $async: {}, $id: {}, pattern: {} } };
		expect(examine(schema)).toMatchObject({ kind: 'examined', isSlow: false });
	});

	test.each<[unknown, boolean]>([
		[{ items: { pattern: 'a' } }, true],
		[{ $defs: { a: { patternProperties: { a: {} } } } }, true],
		[{ uniqueItems: true }, true],
		[{ uniqueItems: false }, false],
		[{ format: 'uri' }, true],
		[{ format: 'url' }, true],
		[{ format: 'regex' }, true],
		[{ format: 'date-time' }, false],
		[{ const: { pattern: 'a' }, enum: [{ pattern: 'a' }] }, false],
	])('%j is slow: %j', (schema, isSlow) => {
		expect(examine(schema)).toMatchObject({ kind: 'examined', isSlow });
	});

	test('weighs as much as it does with its references written out', () => {
		const doubled = (levels: number) => ({
			$ref: '#/$defs/d0',
			$defs: Object.fromEntries(
				Array.from({ length: levels }, (_, index) => {
					const next = { $ref: `#/$defs/d${String(index + 1)}` };
					return [`d${String(index)}`, index === levels - 1 ? {} : { allOf: [next, next] }];
				}),
			) as unknown,
		});
		const weights = [4, 5, 30].map((levels) => {
			const examined = examine(doubled(levels));
			return examined.kind === 'examined' ? examined.weight : undefined;
		});
		expect(weights[1] ?? 0).toBeGreaterThan(1.8 * (weights[0] ?? 0));
		expect(weights[2] ?? 0).toBeGreaterThan(2 ** 29);
	});

	test('that refers to itself from a member weighs infinitely much', () => {
		const tree = { properties: { children: { items: { $ref: '#' } } } };
		expect(examine(tree)).toMatchObject({ kind: 'examined', weight: Infinity });
	});
});
