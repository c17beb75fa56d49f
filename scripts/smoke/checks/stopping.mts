import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '../../demo/call.mts';
import type { Check } from '../report.mts';
import type { World } from '../world.mts';

/** n8n gives what runs 30 s to end. */
const NAMED_LIMIT_MS = 20_000;
const ARRIVED_LIMIT_MS = 60_000;
const ASK_AGAIN_MS = 100;

interface Heads {
	readonly chains: readonly { readonly writer: string; readonly seq: number }[];
}

/** What the realm had in memory is in its database once n8n was stopped as an operator stops it. */
export function stopping(world: World): readonly Check[] {
	// In queue mode the process that takes calls ends at once, whatever it has left to save.
	return world.n8n.processes.webhook ? [heads(world)] : [heads(world), lastUse(world)];
}

function heads(world: World): Check {
	const { n8n, queryRealm, externalApi } = world;
	return {
		sentence: 'while n8n ends what runs, heads name every chain of the audit up to its last entry',
		find: async () => {
			const gate = await startRun(world);
			const stopped = n8n.stop();
			await isSoon(NAMED_LIMIT_MS, async () => (await unnamedChains(world)).length === 0);
			externalApi.open(gate);
			await stopped;
			assert.deepEqual(await unnamedChains(world), []);
			const chains = await queryRealm('select seq from audit_chain');
			assert.ok(chains.length > 0);
			return `${chains.length} chains of ${chains.map(({ seq }) => String(seq)).join(' and ')} entries`;
		},
	};
}

function lastUse({ queryRealm }: World): Check {
	return {
		sentence: 'and the last use of the key is saved',
		find: async () => {
			const [entry] = await queryRealm(
				"select max(time) as at from audit_entry where decision = 'accepted' and credential_id is not null",
			);
			const [use] = await queryRealm('select max(last_used_at) as at from credential');
			const [called, used] = [Number(entry?.['at']), Number(use?.['at'])];
			assert.ok(called > 0 && used >= called, `called at ${called}, last use saved ${used}`);
			return new Date(used).toISOString();
		},
	};
}

/** Starts a run that ends when the gate is opened, whose name it gives. */
async function startRun({ webhook, apiKey, externalApi }: World): Promise<string> {
	const gate = randomUUID();
	const started = await call(webhook(`smoke-poll?gate=${gate}`), { 'x-api-key': apiKey });
	assert.equal(started.status, 202, started.body);
	const arrived = () => externalApi.takeReceived().some(({ path }) => path.includes(gate));
	assert.ok(await isSoon(ARRIVED_LIMIT_MS, async () => arrived()), 'the run does not call');
	return gate;
}

/** The chains of the audit that have entries behind the last that heads name. */
async function unnamedChains({ queryRealm }: World): Promise<readonly object[]> {
	const chains = await queryRealm('select writer_id, seq from audit_chain');
	const all = await queryRealm('select text from audit_heads');
	const named = all.flatMap(({ text }) => (JSON.parse(String(text)) as Heads).chains);
	return chains.filter(({ writer_id: writer, seq }) => {
		const ends = named.filter((head) => head.writer === writer).map((head) => head.seq);
		return Math.max(...ends) !== Number(seq);
	});
}

async function isSoon(limitMs: number, holds: () => Promise<boolean>): Promise<boolean> {
	for (const deadline = Date.now() + limitMs; Date.now() < deadline; await sleep(ASK_AGAIN_MS)) {
		if (await holds()) return true;
	}
	return false;
}
