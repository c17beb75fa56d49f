import type { Actor } from '../administration/actor';
import { anchorFile, readAnchorFile } from '../audit/anchor-file';
import { type AuditReader, openAudit } from '../audit/audit';
import type { AuditEvent, Origin } from '../audit/event';
import type { Verified } from '../audit/verify';
import { keyedMacs } from '../crypto/mac';
import { deriveSubkey } from '../crypto/subkey';
import { auditEntriesOf } from '../store/audit-entries';
import { auditProofsOf } from '../store/audit-proofs';
import { toIso } from '../store/clock';
import type { RealmParts } from './realm';
import type { Recorder } from './recorded-administration';

export interface RealmAudit extends Omit<AuditReader, 'verify'> {
	/**
	 * Verifies every chain, and compares with an anchor file: the one that is named here, or else
	 * the one that this realm writes.
	 */
	verify(input?: {
		readonly anchorFile?: string | undefined;
		/** Is told the number of entries verified so far. */
		readonly onProgress?: (entries: number) => void;
	}): Promise<Verified>;
}

/** Puts the audit of a realm together. */
export function realmAudit(parts: RealmParts) {
	const { sodium, random, clock, store, row, key, auditAnchorFile } = parts;
	const macs = keyedMacs(sodium, deriveSubkey(sodium, key.bytes, 'audit'));
	const audit = openAudit({
		entries: auditEntriesOf(store, row.id),
		proofs: auditProofsOf(store, row.id),
		macsOf: (version) => (version === key.version ? macs : undefined),
		macs,
		keyVersion: key.version,
		realmId: row.id,
		clock,
		random,
		anchor: anchorFile(auditAnchorFile),
	});

	const record = (event: AuditEvent): Promise<void> => audit.record(event);
	const recorderFor =
		(origin: Origin, actor: Actor): Recorder =>
		async ({ operation, target, credentialId, decision }) => {
			await record({
				kind: 'administration',
				time: clock.now(),
				tenant: row.id,
				origin,
				operation,
				target,
				credentialId,
				user: actor.kind === 'user' ? actor.name : undefined,
				decision,
			});
		};

	return {
		record,
		recorderFor,
		/** What an operator can do from this place; a deletion is itself recorded. */
		readerFor: (origin: Origin, actor: Actor): RealmAudit => ({
			query: audit.query,
			export: audit.export,
			async verify({ anchorFile: given, onProgress } = {}) {
				const file = given ?? auditAnchorFile;
				const anchor = file === undefined ? undefined : await readAnchorFile(file);
				return await audit.verify({ anchor, onProgress });
			},
			async prune(before) {
				const recordPruning = recorderFor(origin, actor);
				const pruned = await audit.prune(before);
				const decision = pruned.finding === undefined ? 'done' : 'refused';
				await recordPruning({
					operation: 'auditLog.prune',
					target: `before ${toIso(before)}`,
					decision,
				});
				return pruned;
			},
		}),
		close: audit.close,
	};
}
