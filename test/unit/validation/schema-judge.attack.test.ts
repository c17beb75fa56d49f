import { monitorEventLoopDelay } from 'node:perf_hooks';

import { fullFormats } from 'ajv-formats/dist/formats';
import fc from 'fast-check';

import { examineSchema } from '../../../src/validation/examine-schema';
import {
	DEADLINE_MS,
	judgingThread,
	LONGEST_WAIT_MS,
	MOST_WAITING,
} from '../../../src/validation/judging-thread';
import { schemaJudge } from '../../../src/validation/schema-judge';
import { steadyTime } from '../../steady-time';

const thread = judgingThread();
const judge = schemaJudge(thread);
afterAll(() => thread.close());

/** A machine that does other things too may take ten times as long as this one alone. */
const NOISE = 10;
const LONGEST_STALL_MS = 100 * NOISE;

/**
 * How long other work had to wait while this was done, in milliseconds: at the best of a few times, as
 * a machine may stand still for longer.
 */
async function stallDuring(work: () => Promise<unknown>): Promise<number> {
	let least = Number.POSITIVE_INFINITY;
	for (let tries = 0; tries < 5 && least >= LONGEST_STALL_MS; tries += 1) {
		const delay = monitorEventLoopDelay({ resolution: 1 });
		delay.enable();
		await work();
		await new Promise((resolve) => setTimeout(resolve, 5));
		delay.disable();
		least = Math.min(least, delay.max / 1e6);
	}
	return least;
}

const outcome = (schema: unknown, instance: unknown) =>
	judge.judge('body', JSON.stringify(schema), instance);

/** The same of what is quick, though not on a machine that stands still at this very moment. */
async function quickOutcome(schema: unknown, instance: unknown) {
	for (let tries = 0; tries < 5; tries += 1) {
		const judged = await outcome(schema, instance);
		if (judged.kind !== 'too-slow') return judged;
	}
	return { kind: 'too-slow' } as const;
}

const catastrophe = { pattern: '^(a+)+$' };
const victim = `${'a'.repeat(40)}!`;
const inEveryWay = { anyOf: [{ $ref: '#/$defs/d' }, { $ref: '#/$defs/d' }] };

describe('a hostile schema or instance', () => {
	test.each<[string, unknown, unknown]>([
		['a catastrophic pattern', catastrophe, victim],
		['a catastrophic pattern for names', { patternProperties: { '^(a+)+$': {} } }, { [victim]: 1 }],
		['the format url', { format: 'url' }, `http://${':'.repeat(1_000_000)}!`],
		[
			'1 MB of unique items',
			{ uniqueItems: true },
			Array.from({ length: 90_000 }, (_, index) => ({ id: index })),
		],
		[
			'references that double at every level',
			{ $ref: '#/$defs/d', $defs: { d: { properties: { a: inEveryWay }, type: 'object' } } },
			Array.from({ length: 60 }).reduce((inner: unknown) => ({ a: inner }), 5),
		],
	])('%s is ended, while other work goes on', async (_what, schema, instance) => {
		let kind = '';
		const stall = await stallDuring(async () => {
			({ kind } = await outcome(schema, instance));
		});
		expect(kind).toBe('too-slow');
		expect(stall).toBeLessThan(LONGEST_STALL_MS);
		// The next call finds a new thread.
		expect(await quickOutcome(catastrophe, 'aaa')).toEqual({ kind: 'valid', instance: 'aaa' });
	});

	test('that is quick in the process is quick', async () => {
		const schema = {
			items: { allOf: Array.from({ length: 60 }, () => ({ maxLength: 5_000_000, minLength: 1 })) },
		};
		const instance = Array.from({ length: 50 }, () => 'x'.repeat(100_000));
		const stall = await stallDuring(() => outcome(schema, instance));
		expect(stall).toBeLessThan(LONGEST_STALL_MS);
	});

	test('keeps calls behind it waiting for a bounded time, and so many of them', async () => {
		const started = steadyTime();
		const answered: number[] = [];
		const outcomes = await Promise.all(
			Array.from({ length: MOST_WAITING + 10 }, async (_, index) => {
				const { kind } = await outcome(catastrophe, victim);
				answered.push(index);
				return kind;
			}),
		);
		expect(new Set(outcomes)).toEqual(new Set(['too-slow', 'busy']));
		// One is at work and so many wait: the others are not kept at all.
		const beyond = Array.from({ length: 9 }, (_, index) => MOST_WAITING + 1 + index);
		expect(answered.slice(0, beyond.length)).toEqual(beyond);
		expect(steadyTime() - started).toBeLessThan((LONGEST_WAIT_MS + DEADLINE_MS) * NOISE);
		expect((await quickOutcome(catastrophe, 'aaa')).kind).toBe('valid');
	});

	test('that eats memory is ended, and the process lives', async () => {
		const schema = {
			uniqueItems: true,
			items: {
				properties: Object.fromEntries(
					Array.from({ length: 300 }, (_, index) => [
						`p${String(index)}`,
						{ default: 'x'.repeat(100) },
					]),
				),
			},
		};
		const instance = Array.from({ length: 100_000 }, () => ({}));
		const { kind } = await outcome(schema, instance);
		expect(kind).toBe('too-slow');
		expect((await quickOutcome(catastrophe, 'aaa')).kind).toBe('valid');
	});

	test.each([
		'https://json-schema.org/draft/2020-12/schema',
		'https://json-schema.org/draft/2020-12/meta/core',
		'https://example.com/a',
	])("that calls itself %s takes nobody's place", async ($id) => {
		for (const type of ['string', 'number', 'string']) {
			expect((await outcome({ $id, type, $anchor: 'a' }, 'text')).kind).toBe(
				type === 'string' ? 'valid' : 'invalid',
			);
		}
		const refused = await judge.check('body', JSON.stringify({ $id, type: 'strin' }));
		expect(refused?.flaw).toMatch(/must be equal to one of the allowed values/);
	});

	test('of any form is refused or used, and never throws', async () => {
		const keyword = fc.constantFrom(
			...['$ref', '$id', '$anchor', '$defs', 'type', 'properties', 'items', 'allOf', 'not', 'if'],
			...['enum', 'required', 'minimum', 'format', 'dependentRequired', 'default', 'const'],
		);
		const value = fc.oneof(
			fc.constantFrom<unknown>('#', '#/$defs/a', '#a', 'string', 'object', 'date', true, 1, null),
			fc.jsonValue({ maxDepth: 2 }),
		);
		const schema = fc.letrec((tie) => ({
			schema: fc.dictionary(keyword, fc.oneof(value, tie('schema'), tie('named'), tie('list')), {
				maxKeys: 4,
			}),
			named: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('schema'), { maxKeys: 2 }),
			list: fc.array(tie('schema'), { maxLength: 2 }),
		}));
		let used = 0;
		await fc.assert(
			fc.asyncProperty(schema.schema, fc.jsonValue({ maxDepth: 3 }), async (each, instance) => {
				const refused = await judge.check('body', JSON.stringify(each));
				if (refused !== undefined) return;
				used += 1;
				expect((await quickOutcome(each, instance)).kind).toMatch(/^(?:valid|invalid)$/);
			}),
			{ numRuns: 1_000 },
		);
		expect(used).toBeGreaterThan(20);
	});

	test('with members named as parts of an object changes no prototype', async () => {
		const schema = { properties: { a: { default: 1 }, constructor: { type: 'object' } } };
		const body: unknown = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{}}}');
		const judged = await outcome(schema, body);
		expect(judged.kind).toBe('valid');
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
		const instance = judged.kind === 'valid' ? judged.instance : undefined;
		expect(JSON.stringify(instance)).toContain('"__proto__":{"polluted":1}');
	});
});

describe('a format that is judged in the process', () => {
	const length = 100_000;
	const parts = [
		'a',
		'1',
		'-',
		':',
		'/',
		'@',
		'.',
		'T',
		' ',
		'a.',
		'a-',
		'1.',
		'0:',
		'::',
		'a@',
		'@a',
	];
	const starts = ['', 'a@', '2024-01-01T00:00:00.', '1:', 'a'.repeat(60), 'http://', '::'];
	const texts = starts.flatMap((start) =>
		parts.flatMap((part) => ['', '!', '\n'].map((end) => start + part.repeat(length) + end)),
	);
	const inProcess = Object.keys(fullFormats).filter((format) => {
		const examined = examineSchema(JSON.stringify({ format }));
		return examined.kind === 'examined' && !examined.isSlow;
	});

	test.each(inProcess)('%s takes linear time, whatever the text', async (format) => {
		const millisecondsFor = async (text: string): Promise<number> => {
			const started = performance.now();
			await outcome({ format }, text);
			return performance.now() - started;
		};
		let longest = 0;
		for (const text of texts) {
			let least = await millisecondsFor(text);
			// Once more where it took so long that the machine may have stood still.
			for (let tries = 1; tries < 5 && least >= 50 * NOISE; tries += 1) {
				least = Math.min(least, await millisecondsFor(text));
			}
			longest = Math.max(longest, least);
		}
		expect(longest).toBeLessThan(50 * NOISE);
	});
});
