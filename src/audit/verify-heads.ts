import type { ChainHead } from '../store/audit-entries';
import { type AuditProofs, HEADS, type StoredHeads } from '../store/audit-proofs';
import { holds, type MacsOf } from './checkpoint';
import type { Finding, Wrong } from './findings';
import { type HeadsDocument, NO_HEADS, openHeads } from './heads';

export interface VerifiedHeads {
	/** The number behind which heads are kept: those before were deleted by us. */
	readonly from: number;
	readonly macs: ReadonlyMap<number, string>;
	readonly documents: readonly HeadsDocument[];
	readonly finding: Finding | undefined;
}

export interface VerifyHeadsDeps {
	readonly proofs: Pick<AuditProofs, 'walkHeads' | 'checkpoints'>;
	readonly macsOf: MacsOf;
	readonly realmId: string;
}

const PAGE = 500;

/** The document that heads of this realm hold; `undefined` where it is not ours. */
export function openOurs(
	{ macsOf, realmId }: Pick<VerifyHeadsDeps, 'macsOf' | 'realmId'>,
	heads: StoredHeads,
): HeadsDocument | undefined {
	const macs = macsOf(heads.keyVersion);
	const document = macs && openHeads(macs, heads);
	return document?.realm === realmId ? document : undefined;
}

/** Verifies the heads of a realm, each of which stands for the one before. */
export async function verifyHeads(deps: VerifyHeadsDeps): Promise<VerifiedHeads> {
	const { proofs, macsOf, realmId } = deps;
	const documents: HeadsDocument[] = [];
	const macs = new Map<number, string>();
	const checkpoint = (await proofs.checkpoints()).find(({ writer }) => writer === HEADS);
	let last: ChainHead = checkpoint ?? NO_HEADS;
	const verified = (wrong?: Wrong, seq = last.seq + 1): VerifiedHeads => ({
		from: checkpoint?.seq ?? 0,
		macs,
		documents,
		finding: wrong && { place: 'heads', writer: undefined, seq, wrong },
	});

	if (checkpoint && !holds(macsOf, realmId, checkpoint)) return verified('changed', last.seq);
	for (;;) {
		// In order: each page goes on where the one before ended.
		const page = await proofs.walkHeads(last.seq, PAGE);
		if (page.length === 0) return verified();
		for (const heads of page) {
			if (heads.number !== last.seq + 1) return verified('removed');
			const document = openOurs(deps, heads);
			if (document?.previous !== last.hash) return verified('changed');
			documents.push(document);
			macs.set(heads.number, heads.mac);
			last = { seq: heads.number, hash: heads.mac };
		}
	}
}
