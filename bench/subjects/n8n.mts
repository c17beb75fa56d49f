import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '../../scripts/demo/call.mts';
import type { N8nProcess } from '../../scripts/n8n/process.mts';
import type { Estimate } from '../measure/estimate.mts';
import { interleave, type Measured, type Pace, ratio } from '../measure/interleave.mts';
import type { Variant } from '../measure/slice.mts';
import { type ExpressionEngine, installBoth, startWith } from '../n8n/open.mts';
import { cpuOf } from '../n8n/process-cpu.mts';
import { type BenchCall, type BenchCalls, prepareCalls } from '../n8n/world.mts';
import { atMost, type Line, type Section, shown } from '../report/line.mts';
import type { Subject } from './subject.mts';

const LIMIT = 1.05;
const BODY = { order: 'A-1001', quantity: 3, express: false };
const ENGINES: readonly ExpressionEngine[] = ['vm', 'legacy'];

/** What a call costs on a live n8n, through our trigger and through others. */
export const n8n: Subject = {
	name: 'n8n',
	async *measure(pace, tell) {
		const folder = await mkdtemp(join(tmpdir(), 'incoming-api-bench-'));
		let calls: BenchCalls | undefined;
		try {
			await installBoth(folder);
			for (const engine of ENGINES) {
				tell(`A live n8n, expression engine ${engine}`);
				const started = await startWith(engine, folder);
				try {
					calls ??= await prepareCalls(started.session);
					for (const kind of ['accepted', 'refused'] as const) {
						tell(`  ${kind} calls`);
						yield await section(`${kind} calls, engine ${engine}`, started.n8n, calls[kind], pace);
					}
				} finally {
					await started.n8n.stop();
				}
			}
		} finally {
			await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	},
};

async function section(
	title: string,
	server: N8nProcess,
	calls: readonly BenchCall[],
	pace: Pace,
): Promise<Section> {
	const found = await interleave(
		calls.map((each) => calling(server, each)),
		{ ...pace, slices: pace.pairs },
	);
	const [bareCall, ourCall] = calls;
	const bare = found.get(bareCall?.name ?? '') as Measured;
	const lines = [...found].map(([what, measured]): Line => {
		const growth = ratio(measured, bare, 'wall');
		return {
			what,
			cpu: shown(inMilliseconds(measured.cpu), ' ms'),
			wall: shown(inMilliseconds(measured.wall), ' ms'),
			ratio: measured === bare ? '' : `${shown(growth, ' x')} bare`,
			goal: what === ourCall?.name ? atMost(LIMIT, ' x bare', growth) : undefined,
		};
	});
	const remarks = [
		'One call after the other. The ratio is that of elapsed time, CPU is that of n8n.',
	];
	return { title: `A live n8n: ${title}`, lines, remarks };
}

function calling({ url, pid }: N8nProcess, { name, path, headers, expected }: BenchCall): Variant {
	return {
		name,
		cpuMicroseconds: () => cpuOf(pid),
		async batch() {
			const { status, body } = await call(`${url}/webhook/${path}`, headers, BODY);
			if (status === expected) return 1;
			throw new Error(`${name} answered ${status} instead of ${expected}: ${body}`);
		},
	};
}

function inMilliseconds({ median, low, high }: Estimate): Estimate {
	return { median: median / 1_000, low: low / 1_000, high: high / 1_000 };
}
