import { Ajv2020 } from 'ajv/dist/2020.js';
import { CALIBRATION } from '../measure/calibration.mts';
import { interleave, type Measured, ratio } from '../measure/interleave.mts';
import type { Variant } from '../measure/slice.mts';
import { loadProduct } from '../realm/product.mts';
import { type Line, shown } from '../report/line.mts';
import type { Subject } from './subject.mts';

const ORDER = {
	type: 'object',
	required: ['order', 'lines'],
	properties: {
		order: { type: 'string', minLength: 3 },
		lines: {
			type: 'array',
			items: {
				type: 'object',
				required: ['article', 'count'],
				properties: { article: { type: 'string' }, count: { type: 'integer', minimum: 1 } },
			},
		},
	},
};
const withPattern = (pattern: string) => ({
	...ORDER,
	properties: { ...ORDER.properties, order: { type: 'string', pattern } },
});
const orderOf = (lines: number) => ({
	order: 'A-1001',
	lines: Array.from({ length: lines }, (_, index) => ({
		article: `article number ${String(index)}`,
		count: 5,
	})),
});
const SMALL = { body: orderOf(5), batch: 1_000 };
const LARGE = { body: orderOf(20_000), batch: 1 };

interface Comparison {
	readonly what: string;
	readonly schema: object;
	readonly body: unknown;
	readonly batch: number;
}

const COMPARISONS: readonly Comparison[] = [
	{ what: 'an order of 5 lines', schema: ORDER, ...SMALL },
	{ what: 'the same, schema with a pattern', schema: withPattern('^[A-Z]-\\d+$'), ...SMALL },
	{ what: 'an order of 1 MB', schema: ORDER, ...LARGE },
];

/** What judging a body costs, beside ajv alone. */
export const validation: Subject = {
	name: 'validation',
	async *measure(pace, tell) {
		tell('Validation against bare ajv');
		const opened = loadProduct().openValidation();
		const bare = ({ what, schema, body, batch }: Comparison): Variant => {
			const validate = new Ajv2020().compile(schema);
			return {
				name: `ajv: ${what}`,
				batch() {
					for (let count = 0; count < batch; count += 1) {
						if (!validate(body)) throw new Error('ajv refuses the body of the benchmark.');
					}
					return batch;
				},
			};
		};
		const ours = ({ what, schema, body, batch }: Comparison): Variant => {
			const schemas = { body: JSON.stringify(schema) };
			const rules = { schemas, parameters: [], mediaTypes: [], largestBytes: undefined };
			const message = {
				method: 'POST',
				headerFields: [],
				query: {},
				params: {},
				body,
				address: undefined,
			};
			return {
				name: what,
				async batch() {
					for (let count = 0; count < batch; count += 1) {
						const { kind } = await opened.validate(rules, message);
						if (kind !== 'valid') throw new Error('The body of the benchmark is refused.');
					}
					return batch;
				},
			};
		};
		const variants = COMPARISONS.flatMap((each) => [bare(each), ours(each)]);
		const found = await interleave([...variants, CALIBRATION], pace);
		await opened.close();
		const measured = (name: string) => found.get(name) as Measured;
		const lines = COMPARISONS.flatMap(({ what }): Line[] => {
			const [alone, judged] = [measured(`ajv: ${what}`), measured(what)];
			const costs = ({ cpu, wall }: Measured) => ({
				cpu: shown(cpu, ' us'),
				wall: shown(wall, ' us'),
			});
			return [
				{ what: `ajv: ${what}`, ...costs(alone) },
				{ what, ...costs(judged), ratio: `${shown(ratio(judged, alone), ' x')} ajv` },
			];
		});
		yield {
			title: 'Validation of a body',
			lines,
			remarks: [
				'A schema with a pattern, and any schema for 1 MB, judges in a thread: a copy of the body goes there and waits its turn.',
			],
		};
	},
};
