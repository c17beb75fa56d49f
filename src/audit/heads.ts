import type { Macs } from '../crypto/mac';
import type { Chain, ChainHead } from '../store/audit-entries';
import type { AuditProofs, StoredHeads } from '../store/audit-proofs';
import type { Clock, Instant } from '../store/clock';
import type { Anchor } from './anchor-file';
import { canonicalText } from './canonical';
import { proofMessage } from './chain';

export interface NamedHead extends ChainHead {
	readonly writer: string;
}

/** The heads of all chains that have grown since `previous`, which stands for all before it. */
export interface HeadsDocument {
	readonly realm: string;
	readonly number: number;
	readonly time: Instant;
	/** MAC of the heads before, empty for the first. */
	readonly previous: string;
	readonly chains: readonly NamedHead[];
}

export const NO_HEADS: ChainHead = { seq: 0, hash: '' };

/** Writes and MACs a document of heads. */
export function sealHeads(macs: Macs, keyVersion: number, document: HeadsDocument): StoredHeads {
	const { realm, number, time, previous, chains } = document;
	const named = chains.map(({ writer, seq, hash }) => ({ writer, seq, hash }));
	const text = canonicalText({ realm, number, time, previous, chains: named });
	return { number, keyVersion, text, mac: macs.of(proofMessage('heads', text)) };
}

/** Opens a document of heads; `undefined` where its MAC or its number is not right. */
export function openHeads(macs: Macs, heads: StoredHeads): HeadsDocument | undefined {
	if (!macs.matches(proofMessage('heads', heads.text), heads.mac)) return undefined;
	// What carries our MAC has the shape that `sealHeads` gave it.
	const document = JSON.parse(heads.text) as HeadsDocument;
	return document.number === heads.number ? document : undefined;
}

export interface HeadsDeps {
	readonly proofs: Pick<AuditProofs, 'grownChains' | 'newestHeads' | 'addHeads' | 'noteHeaded'>;
	readonly macs: Macs;
	readonly clock: Clock;
	readonly realmId: string;
	readonly keyVersion: number;
	/** The end of this process's own chain, from memory: nobody can have changed that. */
	readonly ownHead: () => (Chain & ChainHead) | undefined;
	/** Keeps a copy where the database's owner cannot write. */
	readonly anchor: Pick<Anchor, 'write'>;
}

const MOST_TRIES = 10;

/** Names the heads of all chains that have grown, also of processes that have ended. */
export async function writeHeads(deps: HeadsDeps): Promise<void> {
	const { proofs, macs, clock, realmId, keyVersion, ownHead, anchor } = deps;
	for (let tries = 0; tries < MOST_TRIES; tries += 1) {
		const [grown, before] = await Promise.all([proofs.grownChains(), proofs.newestHeads()]);
		if (grown.length === 0) return;
		const own = ownHead();
		const chains = grown.map((chain) => (chain.writer === own?.writer ? own : chain));
		const heads = sealHeads(macs, keyVersion, {
			realm: realmId,
			number: (before?.number ?? 0) + 1,
			time: clock.now(),
			previous: before?.mac ?? '',
			chains,
		});
		// Another process may take the number first: then there are newer heads to build on.
		if ((await proofs.addHeads(heads)) === 'taken') continue;
		await Promise.all([anchor.write(heads), proofs.noteHeaded(chains)]);
		return;
	}
}
