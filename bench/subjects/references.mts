import { atMost, shown } from '../report/line.mts';
import { CALIBRATION } from '../measure/calibration.mts';
import { interleave, type Measured, ratio } from '../measure/interleave.mts';
import type { Variant } from '../measure/slice.mts';
import { loadProduct } from '../realm/product.mts';
import type { Subject } from './subject.mts';

const RESOLVING_LIMIT_US = 20;
const REFERENCES_PER_BATCH = 1_000;
const MEGABYTE = 1_000_000;
const NAMES = ['First', 'Second', 'Third'];

/** What three secrets in headers cost, and taking them out of an answer again. */
export const references: Subject = {
	name: 'references',
	async *measure(pace, tell) {
		tell('References and redaction');
		const { parseSecretKeys, resolveHeaders, redactionOf } = loadProduct();
		const values = NAMES.map((name) => [name, `${name}-s3cr3t-${'x'.repeat(24)}`] as const);
		const keys = parseSecretKeys(
			{
				secrets: JSON.stringify(Object.fromEntries(values)),
				disabledKeys: '',
				allowedDomains: 'api.example.com',
				referenceHeaders: '',
			},
			new Set(),
		);
		if (keys.kind === 'mistake') throw new Error(keys.sentence);
		const headers = Object.fromEntries(
			NAMES.map((name) => [`X-${name}`, `Bearer \${_datasource.${name}}`]),
		);
		const resolving: Variant = {
			name: 'three references',
			batch() {
				for (let count = 0; count < REFERENCES_PER_BATCH; count += 1) {
					const { kind } = resolveHeaders(headers, keys, 'https://api.example.com/orders');
					if (kind !== 'resolved') throw new Error('The references of the benchmark are refused.');
				}
				return REFERENCES_PER_BATCH;
			},
		};
		const used = NAMES.flatMap((name) => keys.keys.get(name) ?? []);
		const redaction = redactionOf(used.filter((key) => key.state === 'enabled'));
		const order = '{"order":"A-1001","note":"ten \\"small\\" boxes","price":12.5},';
		const answer = `[${order.repeat(MEGABYTE / order.length)}{}]`;
		const bytes = Buffer.from(answer);
		const redacting = (name: string, take: () => unknown): Variant => ({
			name,
			batch() {
				take();
				return 1;
			},
		});
		const variants = [
			resolving,
			redacting('text', () => redaction.text(answer)),
			redacting('json', () => redaction.json(answer)),
			redacting('bytes', () => redaction.bytes(bytes)),
			redacting('parse', () => JSON.parse(answer)),
		];
		const found = await interleave([...variants, CALIBRATION], pace);
		const measured = (name: string) => found.get(name) as Measured;
		const against = (name: string, other: string, words: string) =>
			`${shown(ratio(measured(name), measured(other)), ' x')} ${words}`;
		const perMegabyte = (what: string, name: string) => ({
			what,
			cpu: shown(inMilliseconds(measured(name).cpu), ' ms'),
			wall: shown(inMilliseconds(measured(name).wall), ' ms'),
			ratio: against(name, 'parse', 'JSON.parse'),
		});
		yield {
			title: 'Secrets in headers, and out of answers',
			lines: [
				{
					what: 'three references',
					cpu: shown(measured(resolving.name).cpu, ' us'),
					wall: shown(measured(resolving.name).wall, ' us'),
					ratio: against(resolving.name, CALIBRATION.name, 'the loop'),
					goal: atMost(RESOLVING_LIMIT_US, ' us CPU', measured(resolving.name).cpu),
				},
				perMegabyte('redaction of 1 MB of text', 'text'),
				perMegabyte('redaction of 1 MB of JSON', 'json'),
				perMegabyte('redaction of 1 MB in a file', 'bytes'),
			],
			remarks: ['Three secrets are looked for, in all their spellings. The answer holds none.'],
		};
	},
};

function inMilliseconds({ median, low, high }: Measured['cpu']): Measured['cpu'] {
	return { median: median / 1_000, low: low / 1_000, high: high / 1_000 };
}
