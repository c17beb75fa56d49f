import type { Macs } from '../crypto/mac';
import type { AuditEntries, ChainHead } from '../store/audit-entries';
import type { StoredCheckpoint } from '../store/audit-proofs';
import { startOfChain } from './chain';
import type { Finding, Wrong } from './findings';
import { follow } from './follow';

export interface ChainToVerify {
	readonly writer: string;
	readonly macs: Macs | undefined;
	/** The kind of all its entries, where others in it are not to be believed. */
	readonly onlyKind: string | undefined;
	/** How many entries the chain is said to have. */
	readonly saidSeq: number;
	readonly named: ReadonlyMap<number, string>;
	readonly checkpoint: StoredCheckpoint | undefined;
	readonly checkpointHolds: boolean;
}

export interface VerifyChainDeps {
	readonly entries: Pick<AuditEntries, 'walk'>;
	readonly realmId: string;
	readonly onProgress: (entries: number) => void;
}

export const VERIFIED_AT_ONCE = 1000;

/** Lets the event loop do other work between two pages. */
export function pause(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Verifies one chain from its beginning, or its checkpoint, to its end. */
export async function verifyChain(
	{ entries, realmId, onProgress }: VerifyChainDeps,
	{ writer, macs, onlyKind, saidSeq, named, checkpoint, checkpointHolds }: ChainToVerify,
): Promise<Finding | undefined> {
	const found = (seq: number, wrong: Wrong, place: Finding['place'] = 'entry'): Finding => ({
		place,
		writer,
		seq,
		wrong,
	});
	// A realm has no key of that version: whoever wrote the version did not write the entries.
	if (macs === undefined) return found(1, 'changed');
	const namedAtCheckpoint = checkpoint && named.get(checkpoint.seq);
	const rewritten = namedAtCheckpoint !== undefined && namedAtCheckpoint !== checkpoint?.hash;
	if (checkpoint && (!checkpointHolds || rewritten)) {
		return found(checkpoint.seq, 'changed', 'checkpoint');
	}

	let head: ChainHead = checkpoint ?? startOfChain(macs, realmId, writer);
	for (;;) {
		// In order: each page goes on where the one before ended.
		const page = await entries.walk(writer, head.seq, VERIFIED_AT_ONCE);
		if (page.length === 0) break;
		const followed = follow({ macs, named, saidSeq, onlyKind }, head, page);
		if (followed.kind === 'broken') return found(followed.seq, followed.wrong);
		({ head } = followed);
		onProgress(page.length);
		await pause();
	}
	const lastNamed = [...named.keys()].reduce((most, seq) => Math.max(most, seq), saidSeq);
	return lastNamed > head.seq ? found(head.seq + 1, 'cut') : undefined;
}
