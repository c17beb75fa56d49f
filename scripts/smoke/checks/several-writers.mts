import assert from 'node:assert/strict';
import { call } from '../../demo/call.mts';
import type { Item } from '../../n8n/manual-run.mts';
import type { Check } from '../report.mts';
import type { World } from '../world.mts';

const SECRET_USE = 'secretUse';
/** Done beside n8n, by a process of its own that writes nothing else. */
const BESIDE = 'user.setPassword';

/** Every process writes a chain of its own, and all of them are verified together. */
export function severalWriters(world: World): readonly Check[] {
	const { admin, adminAll, n8n, apiKey } = world;
	return [
		{
			sentence: 'the main process answers the same callers, and its decisions are in the audit too',
			find: async () => {
				const url = `${n8n.url}/webhook/whoami`;
				const { status, json } = await call(url, { 'x-api-key': apiKey });
				assert.equal(status, 200);
				const entry = await admin({ resource: 'auditLog', operation: 'getAll', limit: 1 });
				assert.equal(entry['requestId'], json?.['requestId']);
				return `${status}  ${url}`;
			},
		},
		{
			sentence: 'the audit of this run has a writer for each process, and all their chains hold',
			find: async () => {
				const all = { resource: 'auditLog', operation: 'getAll', returnAll: true };
				const entries = await adminAll(all);
				// Uses of the realm's secrets have chains of their own, with the datasource's key.
				const uses = sharesOf(entries.filter(({ kind }) => kind === SECRET_USE));
				const beside = sharesOf(entries.filter(({ operation }) => operation === BESIDE));
				const own = sharesOf(
					entries.filter(({ kind, operation }) => kind !== SECRET_USE && operation !== BESIDE),
				);
				assert.equal(own.length, Object.keys(n8n.processes).length, own.join('; '));
				const shares = [...own, ...uses, ...beside];
				const { ok, chains } = await admin({ resource: 'auditLog', operation: 'verify' });
				assert.deepEqual([ok, chains], [true, shares.length]);
				return `${shares.join('; ')}; verify: ok, ${String(chains)} chains`;
			},
		},
	];
}

/** What each writer has written, in a few words. */
function sharesOf(entries: readonly Item[]): readonly string[] {
	const writers = new Set(entries.map(({ writer }) => writer));
	return [...writers].map((writer) => {
		const own = entries.filter((entry) => entry['writer'] === writer);
		const kinds = new Set(own.map(({ kind }) => String(kind)));
		return `${own.length} of ${[...kinds].toSorted().join(' and ')}`;
	});
}
