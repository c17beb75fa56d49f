import type { Macs } from '../crypto/mac';
import type { AuditEntries, Chain, ChainHead, StoredEntry } from '../store/audit-entries';
import { type AuditProofs, HEADS, type StoredCheckpoint } from '../store/audit-proofs';
import type { Instant } from '../store/clock';
import { startOfChain } from './chain';
import { type ChainMacsOf, holds, type MacsOf, sealCheckpoint } from './checkpoint';
import type { Finding } from './findings';
import { follow } from './follow';
import { NO_HEADS } from './heads';
import { pause, VERIFIED_AT_ONCE } from './verify-chain';
import { openOurs } from './verify-heads';

export interface RetentionDeps {
	readonly entries: Pick<AuditEntries, 'walk'>;
	readonly proofs: Pick<AuditProofs, 'chains' | 'checkpoints' | 'walkHeads' | 'deleteUpTo'>;
	readonly macsOf: MacsOf;
	readonly chainMacsOf: ChainMacsOf;
	readonly realmId: string;
}

/** What was deleted; `finding` where it stopped, because what stands there does not hold. */
export interface Pruned {
	readonly deleted: number;
	readonly finding: Finding | undefined;
}

function olderThan(before: Instant, page: readonly StoredEntry[]): readonly StoredEntry[] {
	const end = page.findIndex(({ searched }) => searched.time >= before);
	return end === -1 ? page : page.slice(0, end);
}

async function pruneChain(
	{ entries, proofs, realmId }: RetentionDeps,
	{ macs, realmMacs }: { readonly macs: Macs; readonly realmMacs: Macs },
	chain: Chain & { readonly saidSeq: number },
	start: ChainHead,
	before: Instant,
): Promise<Pruned> {
	const { writer, saidSeq } = chain;
	let head = start;
	let deleted = 0;
	for (;;) {
		// In order: each step leaves a checkpoint from which the next goes on.
		const page = await entries.walk(writer, head.seq, VERIFIED_AT_ONCE);
		const old = olderThan(before, page);
		// The time by which an entry is old is only to be believed if the entry holds.
		const followed = follow({ macs, named: new Map(), saidSeq }, head, old);
		if (followed.kind === 'broken') {
			const { seq, wrong } = followed;
			return { deleted, finding: { place: 'entry', writer, seq, wrong } };
		}
		if (old.length > 0) {
			await proofs.deleteUpTo(sealCheckpoint(realmMacs, realmId, chain, followed.head));
		}
		({ head } = followed);
		deleted += old.length;
		if (old.length < VERIFIED_AT_ONCE) return { deleted, finding: undefined };
		await pause();
	}
}

/** Deletes the oldest heads, as far as all they name was deleted. */
async function pruneHeads(
	deps: RetentionDeps,
	checkpoints: ReadonlyMap<string, StoredCheckpoint>,
): Promise<void> {
	const { proofs, macsOf, realmId } = deps;
	let last: ChainHead = checkpoints.get(HEADS) ?? NO_HEADS;
	for (;;) {
		// In order: each step leaves a checkpoint from which the next goes on.
		const page = await proofs.walkHeads(last.seq, VERIFIED_AT_ONCE);
		let spent: { readonly chain: Chain; readonly head: ChainHead } | undefined;
		for (const heads of page) {
			const document = openOurs(deps, heads);
			if (heads.number !== last.seq + 1 || document?.previous !== last.hash) break;
			if (document.chains.some(({ writer, seq }) => seq > (checkpoints.get(writer)?.seq ?? 0))) {
				break;
			}
			last = { seq: heads.number, hash: heads.mac };
			spent = { chain: { writer: HEADS, keyVersion: heads.keyVersion }, head: last };
		}
		const macs = spent && macsOf(spent.chain.keyVersion);
		if (spent === undefined || macs === undefined) return;
		await proofs.deleteUpTo(sealCheckpoint(macs, realmId, spent.chain, spent.head));
	}
}

/**
 * Deletes entries from the old end of every chain up to the first that is not older than `before`.
 * Only entries that hold are deleted: what was tampered with stays, to be seen.
 */
export async function prune(deps: RetentionDeps, before: Instant): Promise<Pruned> {
	const { proofs, macsOf, chainMacsOf, realmId } = deps;
	const checkpoints = new Map((await proofs.checkpoints()).map((found) => [found.writer, found]));
	let deleted = 0;
	let finding: Finding | undefined;
	for (const chain of await proofs.chains()) {
		const { writer, keyVersion, seq: saidSeq } = chain;
		const realmMacs = macsOf(keyVersion);
		const macs = await chainMacsOf(chain);
		const checkpoint = checkpoints.get(writer);
		if (!macs || !realmMacs || (checkpoint && !holds(macsOf, realmId, checkpoint))) {
			const seq = checkpoint?.seq ?? 1;
			finding ??= { place: checkpoint ? 'checkpoint' : 'entry', writer, seq, wrong: 'changed' };
			continue;
		}
		const start = checkpoint ?? startOfChain(macs, realmId, writer);
		// One after the other: this is done beside calls that wait for an answer.
		const pruned = await pruneChain(
			deps,
			{ macs, realmMacs },
			{ writer, keyVersion, saidSeq },
			start,
			before,
		);
		deleted += pruned.deleted;
		finding ??= pruned.finding;
	}
	const left = new Map((await proofs.checkpoints()).map((found) => [found.writer, found]));
	await pruneHeads(deps, left);
	return { deleted, finding };
}
