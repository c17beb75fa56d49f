import type { AuditEntries } from '../store/audit-entries';
import { type AuditProofs, HEADS, type StoredCheckpoint } from '../store/audit-proofs';
import type { Clock } from '../store/clock';
import { type ChainMacsOf, holds, type MacsOf } from './checkpoint';
import { SECRET_USE } from './event';
import type { Finding } from './findings';
import { namedIn } from './named-hashes';
import { type AnchorToVerify, verifyAnchor } from './verify-anchor';
import { verifyChain } from './verify-chain';
import { verifyHeads } from './verify-heads';

export interface VerifyDeps {
	readonly entries: Pick<AuditEntries, 'walk' | 'writers'>;
	readonly proofs: Pick<AuditProofs, 'chains' | 'walkHeads' | 'checkpoints'>;
	readonly macsOf: MacsOf;
	readonly chainMacsOf: ChainMacsOf;
	readonly realmId: string;
	/** Version of the newest realm key. */
	readonly keyVersion: number;
	readonly clock: Clock;
}

export interface Verified {
	/** Empty where all is well; otherwise the first place of each chain, heads and anchor. */
	readonly findings: readonly Finding[];
	readonly entries: number;
	readonly chains: number;
	readonly heads: number;
}

export interface VerifyInput {
	/** `undefined` without one, and then a lost end can go unnoticed. */
	readonly anchor: AnchorToVerify | undefined;
	/** Is told the number of entries verified so far. */
	readonly onProgress?: ((entries: number) => void) | undefined;
}

const MOST_TRIES = 3;

const placesOf = (checkpoints: readonly StoredCheckpoint[]): string =>
	JSON.stringify(checkpoints.map(({ writer, seq }) => [writer, seq]).sort());

async function verifyOnce(deps: VerifyDeps, input: VerifyInput): Promise<Verified> {
	const { entries, proofs, macsOf, chainMacsOf, realmId, keyVersion } = deps;
	const heads = await verifyHeads(deps);
	const anchor = verifyAnchor(deps, input.anchor, heads);
	const named = namedIn([...heads.documents, ...anchor.documents]);
	// Chains before entries: a chain that grows meanwhile has more entries than it is said to have.
	const known = new Map((await proofs.chains()).map((chain) => [chain.writer, chain]));
	const checkpoints = new Map(
		(await proofs.checkpoints()).map((checkpoint) => [checkpoint.writer, checkpoint]),
	);
	const writers = new Set([
		...(await entries.writers()),
		...known.keys(),
		...named.keys(),
		...checkpoints.keys(),
	]);
	writers.delete(HEADS);

	const findings = [...(heads.finding ? [heads.finding] : []), ...anchor.findings];
	let count = 0;
	const onProgress = (more: number): void => {
		count += more;
		input.onProgress?.(count);
	};
	for (const writer of [...writers].sort()) {
		const chain = known.get(writer);
		const checkpoint = checkpoints.get(writer);
		// One after the other: this is done beside calls that wait for an answer.
		const finding = await verifyChain(
			{ entries, realmId, onProgress },
			{
				writer,
				macs: await chainMacsOf(chain ?? { keyVersion }),
				onlyKind: chain?.datasource === undefined ? undefined : SECRET_USE,
				saidSeq: chain?.seq ?? 0,
				named: named.get(writer) ?? new Map<number, string>(),
				checkpoint,
				checkpointHolds: checkpoint !== undefined && holds(macsOf, realmId, checkpoint),
			},
		);
		if (finding !== undefined) findings.push(finding);
	}
	return { findings, entries: count, chains: writers.size, heads: heads.macs.size };
}

/** Verifies the heads and, where there is one, the anchor file: what can be had without the entries. */
export async function verifyProofs(
	deps: Pick<VerifyDeps, 'macsOf' | 'realmId' | 'clock' | 'proofs'>,
	anchor: AnchorToVerify | undefined,
): Promise<readonly Finding[]> {
	const heads = await verifyHeads(deps);
	const { findings } = verifyAnchor(deps, anchor, heads);
	return [...(heads.finding ? [heads.finding] : []), ...findings];
}

/**
 * Verifies every chain, all heads and, where there is one, an anchor file. A deletion of old entries
 * that runs meanwhile makes it begin anew.
 */
export async function verify(deps: VerifyDeps, input: VerifyInput): Promise<Verified> {
	for (let tries = 1; ; tries += 1) {
		const before = placesOf(await deps.proofs.checkpoints());
		const verified = await verifyOnce(deps, input);
		if (verified.findings.length === 0 || tries === MOST_TRIES) return verified;
		if (placesOf(await deps.proofs.checkpoints()) === before) return verified;
	}
}
