import { judgingThread } from '../../../src/validation/judging-thread';
import type { Part } from '../../../src/validation/rules';
import { schemaJudge } from '../../../src/validation/schema-judge';

const thread = judgingThread();
const judge = schemaJudge(thread);
afterAll(() => thread.close());

const outcome = (schema: unknown, instance: unknown, part: Part = 'body') =>
	judge.judge(part, JSON.stringify(schema), instance);
const kindOf = async (schema: unknown, instance: unknown, part: Part = 'body') =>
	(await outcome(schema, instance, part)).kind;
const errorsOf = async (schema: unknown, instance: unknown, part: Part = 'body') => {
	const judged = await outcome(schema, instance, part);
	return judged.kind === 'invalid' ? judged.errors : judged.kind;
};
const draft07 = 'http://json-schema.org/draft-07/schema#';
/** Makes a schema one for the thread, without another outcome. */
const slowly = (schema: object) => ({ ...schema, $comment: 'x', allOf: [{ uniqueItems: true }] });

describe('a schema in draft 2020-12 and draft-07', () => {
	test.each<[string, object, unknown, 'valid' | 'invalid']>([
		['prefixItems and items', { prefixItems: [{ type: 'string' }], items: false }, ['a'], 'valid'],
		[
			'prefixItems and items',
			{ prefixItems: [{ type: 'string' }], items: false },
			['a', 1],
			'invalid',
		],
		['items as a list', { $schema: draft07, items: [{ type: 'string' }] }, ['a', 1], 'valid'],
		[
			'additionalItems',
			{ $schema: draft07, items: [{ type: 'string' }], additionalItems: false },
			['a', 1],
			'invalid',
		],
		['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1 }, 'invalid'],
		['dependentRequired', { dependentRequired: { a: ['b'] } }, { c: 1 }, 'valid'],
		['dependencies', { $schema: draft07, dependencies: { a: ['b'] } }, { a: 1 }, 'invalid'],
		['$defs', { $defs: { n: { type: 'number' } }, items: { $ref: '#/$defs/n' } }, ['a'], 'invalid'],
		[
			'definitions',
			{
				$schema: draft07,
				definitions: { n: { type: 'number' } },
				items: { $ref: '#/definitions/n' },
			},
			[1],
			'valid',
		],
		[
			'$anchor',
			{ $defs: { n: { $anchor: 'num', type: 'number' } }, items: { $ref: '#num' } },
			['a'],
			'invalid',
		],
		[
			'unevaluatedProperties',
			{ properties: { a: {} }, unevaluatedProperties: false },
			{ b: 1 },
			'invalid',
		],
		[
			'a tree',
			{ properties: { next: { $ref: '#' }, n: { type: 'number' } } },
			{ next: { n: 'a' } },
			'invalid',
		],
		['required of an own member', { required: ['toString'] }, {}, 'invalid'],
	])('%s judges as it says there: %j %j', async (_keyword, schema, instance, kind) => {
		expect(await kindOf(schema, instance)).toBe(kind);
	});

	test.each<[object, string]>([
		[{ items: [{ type: 'string' }] }, '/items must be object,boolean'],
		[{ $schema: draft07, prefixItems: [{}] }, 'has the unknown keyword "prefixItems"'],
		[{ $schema: draft07, dependentRequired: {} }, 'has the unknown keyword "dependentRequired"'],
		[{ properties: { a: { requried: ['b'] } } }, 'has the unknown keyword "requried"'],
		[{ type: 'strin' }, '/type must be equal to one of the allowed values'],
		[{ format: 'nope' }, 'unknown format "nope"'],
		[{ pattern: '(' }, 'Invalid regular expression'],
	])('%j is refused', async (schema, flaw) => {
		const refused = await judge.check('body', JSON.stringify(schema));
		expect(refused).toMatchObject({
			kind: 'refused',
			flaw: expect.stringContaining(flaw) as string,
		});
		await expect(outcome(schema, {})).rejects.toThrow('The schema');
	});

	test('with an unknown keyword is refused with the place of it', async () => {
		const schema = { properties: { a: { requried: ['b'] } } };
		expect(await judge.check('body', JSON.stringify(schema))).toMatchObject({
			place: '/properties/a',
		});
	});
});

describe.each([
	['in the process', (schema: object) => schema],
	['in the thread', slowly],
])('what is wrong, found %s', (_where, made) => {
	const order = made({
		required: ['order'],
		properties: {
			order: { type: 'string', minLength: 3 },
			'a/b~c': { type: 'number' },
			lines: { items: { properties: { count: { type: 'integer', maximum: 5 } } } },
			state: { enum: ['open', 'closed'] },
		},
		additionalProperties: { type: 'number' },
	});

	test('is told with JSON Pointers and in words', async () => {
		const instance = { order: 'x', 'a/b~c': 'y', lines: [{ count: 1 }, { count: 9 }], state: 'z' };
		expect(await errorsOf(order, instance)).toEqual([
			{ pointer: '/order', in: 'body', message: 'must have at least 3 characters' },
			{ pointer: '/a~1b~0c', in: 'body', message: 'must be number' },
			{ pointer: '/lines/1/count', in: 'body', message: 'must be <= 5' },
			{ pointer: '/state', in: 'body', message: 'must be one of "open", "closed"' },
		]);
		expect(await errorsOf(order, {})).toEqual([
			{ pointer: '', in: 'body', message: 'must have the member "order"' },
		]);
	});

	test('names no member that only the caller names, and no value', async () => {
		const secret = 'canary-5f1d';
		const instances = [
			{ order: 'abc', [secret]: 'text' },
			{ order: 'abc', lines: { [secret]: 1 }, state: secret },
			{ order: 'abc', state: { [secret]: secret } },
		];
		for (const instance of instances) {
			const errors = await errorsOf(order, instance);
			if (typeof errors === 'string') expect(instance).toMatchObject({ lines: {} });
			expect(JSON.stringify(errors)).not.toContain(secret);
		}
		expect(await errorsOf(order, instances[0])).toEqual([
			{ pointer: '', in: 'body', message: 'must be number' },
		]);
		for (const closed of [
			{ additionalProperties: false },
			{ propertyNames: { maxLength: 3 } },
			{ unevaluatedProperties: false },
			{ const: 5 },
			{ not: {} },
		]) {
			const errors = await errorsOf(made(closed), { [secret]: secret });
			expect(errors).toHaveLength(1);
			expect(JSON.stringify(errors)).not.toContain(secret);
		}
	});

	test("is the caller's number even where its name looks like an index", async () => {
		const schema = made({ additionalProperties: { additionalProperties: { type: 'string' } } });
		expect(await errorsOf(schema, { '4111111111111111': { '1234': 5 } })).toEqual([
			{ pointer: '', in: 'body', message: 'must be string' },
		]);
	});

	test('is told twenty times at most, however much there is', async () => {
		const errors = await errorsOf(
			made({ items: { type: 'string' } }),
			Array.from({ length: 100 }, () => 1),
		);
		expect(errors).toHaveLength(20);
		const many = await errorsOf(
			made({ items: { type: 'string' } }),
			Array.from({ length: 50_000 }, () => 1),
		);
		expect(many).toHaveLength(1);
	});

	test('leaves a body as it is but for declared defaults', async () => {
		const schema = made({ properties: { size: { default: 'small' }, count: { type: 'integer' } } });
		const body = { count: 5, other: ['7'] };
		expect(await outcome(schema, body)).toEqual({
			kind: 'valid',
			instance: { count: 5, other: ['7'], size: 'small' },
		});
		expect(body).toEqual({ count: 5, other: ['7'] });
		expect(await kindOf(schema, { count: '5' })).toBe('invalid');
	});

	test('takes texts of a query as what the schema says, and gives them so', async () => {
		const schema = made({
			properties: {
				limit: { type: 'integer', default: 10 },
				all: { type: 'boolean' },
				tag: { type: 'array', items: { type: 'string' } },
			},
		});
		const query = { all: 'true', tag: 'a' };
		expect(await outcome(schema, query, 'query')).toEqual({
			kind: 'valid',
			instance: { all: true, tag: ['a'], limit: 10 },
		});
		expect(query).toEqual({ all: 'true', tag: 'a' });
		expect(await kindOf(schema, { limit: 'ten' }, 'query')).toBe('invalid');
		const number = made({ properties: { n: { type: 'number' } } });
		expect(await kindOf(number, { n: '1e999' }, 'query')).toBe('invalid');
	});

	test('an instance that is nested too deep, or has too many values, is invalid', async () => {
		let deep: unknown = 1;
		for (let depth = 0; depth < 101; depth += 1) deep = [deep];
		expect(await errorsOf(made({}), deep)).toEqual([
			{ pointer: '', in: 'body', message: 'must not be nested more than 100 deep' },
		]);
		const wide = Array.from({ length: 200_000 }, () => 1);
		expect(await errorsOf(made({}), wide)).toEqual([
			{ pointer: '', in: 'body', message: 'must not have more than 200000 values' },
		]);
	});
});
