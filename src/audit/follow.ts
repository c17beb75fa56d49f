import type { Macs } from '../crypto/mac';
import type { ChainHead, StoredEntry } from '../store/audit-entries';
import { follows } from './chain';
import { parseEntry, searchedParts } from './event';
import type { Wrong } from './findings';

/** How far a piece of a chain holds: to its end, or up to what is wrong with the next entry. */
export type Followed =
	| { readonly kind: 'holds'; readonly head: ChainHead }
	| { readonly kind: 'broken'; readonly seq: number; readonly wrong: Wrong };

export interface Followable {
	readonly macs: Macs;
	/** Hashes that heads name, by position: what a whole chain rewritten could not have. */
	readonly named: ReadonlyMap<number, string>;
	/** How many entries the chain is said to have; one beyond that was inserted. */
	readonly saidSeq: number;
	/** The kind of all entries; any kind when absent. */
	readonly onlyKind?: string | undefined;
}

/** How far ahead to look for where an entry went; the cost grows with the square. */
const JUDGED_ENTRIES = 200;

function searchedAsWritten({ text, searched }: StoredEntry): boolean {
	const content = parseEntry(text);
	if (content === undefined) return false;
	const written = Object.entries(searchedParts(content));
	return written.every(([name, value]) => searched[name as keyof typeof searched] === value);
}

/** Whether entries before these two were deleted and the two numbered anew to close the gap. */
function wasMovedUp(
	macs: Macs,
	{ seq }: ChainHead,
	{ hash }: StoredEntry,
	next: StoredEntry | undefined,
): boolean {
	if (next === undefined) return false;
	for (let gap = 1; gap <= JUDGED_ENTRIES; gap += 1) {
		if (follows(macs, { seq: seq + 1 + gap, hash }, next)) return true;
	}
	return false;
}

/** What was done to the entry that stands where the one behind `head` should be. */
function judge(
	{ macs, saidSeq }: Followable,
	head: ChainHead,
	[present, ...later]: readonly StoredEntry[],
): Wrong {
	if (present === undefined || present.seq > head.seq + 1) return 'removed';
	const index = later.findIndex((entry) => follows(macs, head, entry));
	const genuine = later[index];
	if (genuine === undefined) {
		if (present.seq > saidSeq) return 'inserted';
		return wasMovedUp(macs, head, present, later[0]) ? 'removed' : 'changed';
	}
	// The entry that belongs here stands further on. If this one belongs somewhere there, they were
	// put in another order; if it belongs nowhere, it was pushed in between.
	const hashes = later.map((entry) => entry.hash);
	const belongs = [genuine, ...later].some((_, offset) =>
		hashes.some((hash) => follows(macs, { seq: head.seq + offset + 1, hash }, present)),
	);
	return belongs ? 'reordered' : 'inserted';
}

/** Follows a chain from `head` through the entries behind it. */
export function follow(
	chain: Followable,
	head: ChainHead,
	entries: readonly StoredEntry[],
): Followed {
	let last = head;
	for (const [index, entry] of entries.entries()) {
		const seq = last.seq + 1;
		if (entry.seq !== seq || !follows(chain.macs, last, entry)) {
			const wrong = judge(chain, last, entries.slice(index, index + JUDGED_ENTRIES));
			return { kind: 'broken', seq, wrong };
		}
		const named = chain.named.get(seq);
		const foreign = chain.onlyKind !== undefined && chain.onlyKind !== entry.searched.kind;
		if (foreign || !searchedAsWritten(entry) || (named !== undefined && named !== entry.hash)) {
			return { kind: 'broken', seq, wrong: 'changed' };
		}
		last = { seq, hash: entry.hash };
	}
	return { kind: 'holds', head: last };
}
