import type { Macs } from '../crypto/mac';
import type { Chain, ChainHead } from '../store/audit-entries';
import type { StoredCheckpoint } from '../store/audit-proofs';
import { canonicalText } from './canonical';
import { proofMessage } from './chain';

/** The keys of a realm by version; `undefined` for a version that the realm never had. */
export type MacsOf = (keyVersion: number) => Macs | undefined;

/** The key of a chain: the realm's, or that of a datasource; `undefined` where there is none. */
export type ChainMacsOf = (
	chain: Pick<Chain, 'keyVersion' | 'datasource'>,
) => Promise<Macs | undefined>;

function messageOf(realm: string, { writer, seq, hash }: { writer: string } & ChainHead) {
	return proofMessage('checkpoint', canonicalText({ realm, writer, seq, hash }));
}

/** Proves that a chain may begin behind `head`, because what came before was deleted by us. */
export function sealCheckpoint(
	macs: Macs,
	realm: string,
	{ writer, keyVersion }: Chain,
	{ seq, hash }: ChainHead,
): StoredCheckpoint {
	const mac = macs.of(messageOf(realm, { writer, seq, hash }));
	return { writer, keyVersion, seq, hash, mac };
}

/** Whether a checkpoint is one that this realm left. */
export function holds(macsOf: MacsOf, realm: string, checkpoint: StoredCheckpoint): boolean {
	const macs = macsOf(checkpoint.keyVersion);
	return macs !== undefined && macs.matches(messageOf(realm, checkpoint), checkpoint.mac);
}
