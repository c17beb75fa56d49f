import { startGenerator } from '../http/generator.mts';
import type { BenchServer } from '../http/listen.mts';
import { type Guard, startServer } from '../http/server.mts';
import { interleave, type Measured, ratio } from '../measure/interleave.mts';
import type { Variant } from '../measure/slice.mts';
import { shown } from '../report/line.mts';
import { CONTEXT, POLICY, TRIGGER } from '../realm/calls.mts';
import { type BenchRealm, openBenchRealm } from '../realm/open.mts';
import { loadProduct } from '../realm/product.mts';
import { onEveryEngine } from './every-engine.mts';
import type { Subject } from './subject.mts';

const CONNECTIONS = 64;
const REQUESTS = 512;
const NO_KEY = {};

interface Tried {
	readonly name: string;
	readonly guard?: Guard;
	readonly headers: Readonly<Record<string, string>>;
	readonly expected: number;
}

/** A bare server of Node's, and the same with the decision in front. */
export const http: Subject = {
	name: 'http',
	measure: (pace, tell) =>
		onEveryEngine('In front of a node:http server', tell, async (engine) => {
			const bench = await openBenchRealm(engine);
			const generator = await startGenerator();
			const servers: BenchServer[] = [];
			try {
				const variants: Variant[] = [];
				for (const { name, guard, headers, expected } of triedOn(bench)) {
					const server = await startServer(guard);
					servers.push(server);
					const { port } = server;
					const load = { port, headers, expected, requests: REQUESTS, connections: CONNECTIONS };
					variants.push({
						name,
						async batch() {
							await generator.send(load);
							return REQUESTS;
						},
					});
				}
				const found = await interleave(variants, pace);
				const bare = found.get(variants[0]?.name ?? '') as Measured;
				const lines = [...found].map(([what, measured]) => ({
					what,
					cpu: shown(measured.cpu, ' us'),
					wall: shown(measured.wall, ' us'),
					ratio: measured === bare ? '' : `${shown(ratio(measured, bare), ' x')} bare`,
				}));
				const remark = `${CONNECTIONS} connections, kept alive, from another process. CPU is the server's.`;
				return { lines, remarks: [remark] };
			} finally {
				for (const server of servers) await server.close();
				await generator.close();
				await bench.close();
			}
		}),
};

function triedOn({ realm, deciding, apiKeys }: BenchRealm): readonly Tried[] {
	const { decideCall } = loadProduct();
	const { deps } = deciding();
	const withKey = { 'x-api-key': apiKeys[0] ?? '' };
	const withoutRow: Guard = async (message) =>
		(await decideCall(deps, message, POLICY, TRIGGER)).verdict;
	const withRow: Guard = (message) => realm.authenticate(message, POLICY, CONTEXT);
	return [
		{ name: 'bare', headers: withKey, expected: 200 },
		{ name: 'accepted, no row', guard: withoutRow, headers: withKey, expected: 200 },
		{ name: 'accepted, with row', guard: withRow, headers: withKey, expected: 200 },
		{ name: 'refused, no row', guard: withoutRow, headers: NO_KEY, expected: 401 },
		{ name: 'refused, with row', guard: withRow, headers: NO_KEY, expected: 401 },
	];
}
