import { calledSystems, WAYS } from './called-systems';
import { closers, type System, TABLE } from './vendor-fault-table';

afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

const rows = Object.entries(TABLE).flatMap(([fault, { make, cells }]) =>
	Object.entries(cells).flatMap(([system, cell]) =>
		WAYS.map(([way, send]) => {
			const outcome = 'API Request' in cell ? cell[way] : cell;
			return { fault, system: system as System, way, send, make, outcome };
		}),
	),
);
const done = rows.filter(({ outcome }) => !('none' in outcome));

test('every system has a cell for every fault, and those that are left out say why', () => {
	expect(rows).toHaveLength(Object.keys(TABLE).length * Object.keys(calledSystems).length * 2);
	const without = rows.filter(({ outcome }) => 'none' in outcome);
	expect(new Set(without.map(({ system, fault }) => `${system}: ${fault}`))).toEqual(
		new Set([
			'PhixFlow: it answers with HTML',
			'PhixFlow: its JSON is cut off',
			'PhixFlow: its tokens ended early',
			'PhixFlow: what its tokens are renewed with is used up',
			'InterAction+: what its tokens are renewed with is used up',
		]),
	);
});

test.each(done)(
	'IN-20, IN-21, VE-34, VE-35, IB-26, IB-29: $system by $way: $fault',
	async (row) => {
		const system = await calledSystems[row.system]();
		const { emulator } = system;
		closers.push(() => emulator.api.close());
		const { error, kept } = await row.make(system, row.send);
		for (const secret of [...emulator.secrets, 'wrong-s3cr3t-value-of-mine']) {
			expect(kept).not.toContain(secret);
			expect(kept).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
		}
		if ('says' in row.outcome) {
			expect(error).toMatch(row.outcome.says);
			expect(error).not.toMatch(/\n/);
		} else if ('works' in row.outcome) {
			expect(error).toBeUndefined();
			expect([emulator.logIns, emulator.refreshes]).toEqual(row.outcome.works);
		}
	},
);
