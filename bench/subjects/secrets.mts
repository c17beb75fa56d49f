import { estimate } from '../measure/estimate.mts';
import { openBenchRealm } from '../realm/open.mts';
import { loadProduct } from '../realm/product.mts';
import { number, shown } from '../report/line.mts';
import { onEveryEngine } from './every-engine.mts';
import type { Subject } from './subject.mts';

const DATASOURCE = 'bench';
const HOST = 'api.example.com';
const ROTATIONS = 50;
const OPENINGS = 5;
const TELL_EVERY = 1_000;

/** What many secret keys of one datasource cost: taking in, opening all of them, rotating one. */
export const secrets: Subject = {
	name: 'secrets',
	measure: ({ secretCount }, tell) =>
		onEveryEngine('Secret keys that the realm keeps', tell, async (engine) => {
			const bench = await openBenchRealm(engine, 0);
			try {
				const { sealSecret, openDatasource, systemPorts } = loadProduct();
				const { datasources, secrets: keys } = bench.realm.administer;
				const made = await datasources.create({ name: DATASOURCE, allowedDomains: HOST });
				if (made.kind === 'refused') throw new Error(made.sentence);
				const { publicKey = '', datasourceKey } = made.value;
				const seal = async (name: string): Promise<string> => {
					const expiresAt = systemPorts.clock.now() + 3_600_000;
					const value = `s3cr3t-of-${name}`;
					const target = { realm: 'default', datasource: DATASOURCE, name };
					const sealed = await sealSecret({ publicKey, ...target, expiresAt, value });
					if (sealed.kind === 'mistake') throw new Error(sealed.sentence);
					return sealed.text;
				};
				const take = async (name: string, operation: 'create' | 'rotate') => {
					const sealed = await seal(name);
					return await milliseconds(async () => {
						const taken = await keys[operation]({ datasource: DATASOURCE, name }, { sealed });
						if (taken.kind === 'refused') throw new Error(taken.sentence);
					});
				};

				const created: number[] = [];
				for (let count = 0; count < secretCount; count += 1) {
					if (count > 0 && count % TELL_EVERY === 0) tell(`  ${count} secret keys`);
					created.push(await take(`Key${count}`, 'create'));
				}
				const opened: number[] = [];
				for (let count = 0; count < OPENINGS; count += 1) {
					opened.push(
						await milliseconds(async () => {
							const access = { realm: 'default', datasource: DATASOURCE, datasourceKey };
							const datasource = await openDatasource(access, bench.store, systemPorts);
							const all = await datasource.keys();
							if (all.kind === 'refused') throw new Error(all.sentence);
							for (const name of all.value.names) all.value.get(name);
							await datasource.close();
						}),
					);
				}
				const rotated: number[] = [];
				for (let count = 0; count < ROTATIONS; count += 1) {
					rotated.push(await take(`Key${count}`, 'rotate'));
				}
				const line = (what: string, samples: readonly number[]) => ({
					what,
					wall: shown(estimate([...samples]), ' ms'),
				});
				return {
					lines: [
						line('taking in a new one, sealed', created),
						line(`opening all ${number(secretCount)}, values decrypted`, opened),
						line('rotating one of them', rotated),
					],
					remarks: ['One datasource. Each change is durable, proven and in the audit.'],
				};
			} finally {
				await bench.close();
			}
		}),
};

async function milliseconds(work: () => Promise<void>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}
