import type { Actor } from '../administration/actor';
import { anchorFile, readAnchorFile } from '../audit/anchor-file';
import { type AuditReader, openAudit } from '../audit/audit';
import type { AuditEvent, Origin } from '../audit/event';
import type { Finding } from '../audit/findings';
import type { Verified } from '../audit/verify';
import type { AnchorToVerify } from '../audit/verify-anchor';
import { keyedMacs } from '../crypto/mac';
import { deriveSubkey } from '../crypto/subkey';
import { realmVaults } from '../secrets/realm-vaults';
import { auditEntriesOf } from '../store/audit-entries';
import { auditProofsOf } from '../store/audit-proofs';
import { toIso } from '../store/clock';
import { datasourcesOf } from '../store/datasources';
import type { MessageClaim } from '../store/received-messages';
import type { RealmParts } from './realm';
import type { RealmKey } from './realm-key';
import type { Recorder } from './recorded-administration';

export interface RealmAudit extends Omit<AuditReader, 'verify' | 'verifyHeads'> {
	/**
	 * Verifies every chain, and compares with an anchor file: the one that is named here, or else
	 * the one that this realm writes, which then has to be in order itself.
	 */
	verify(input?: {
		readonly anchorFile?: string | undefined;
		/** Is told the number of entries verified so far. */
		readonly onProgress?: (entries: number) => void;
	}): Promise<Verified>;
	/** Verifies the heads and this realm's anchor file alone, however many entries there are. */
	verifyHeads(): Promise<readonly Finding[]>;
}

/** Puts the audit of a realm together. */
export function realmAudit(parts: RealmParts) {
	const { sodium, random, clock, store, row, keys, auditAnchorFile, warn } = parts;
	/** New chains begin under the newest key; this one goes on under the key that it began with. */
	const key = keys.newest();
	const anchor = anchorFile(auditAnchorFile, warn ?? (() => undefined));
	const macsBy = ({ bytes }: RealmKey) => keyedMacs(sodium, deriveSubkey(sodium, bytes, 'audit'));
	const macs = macsBy(key);
	const macsOf = (version: number) => {
		const named = keys.of(version);
		return named === key ? macs : named && macsBy(named);
	};
	const vaults = realmVaults({ sodium, bytes: random.bytes }, row.id, keys);
	const datasources = datasourcesOf(store, row.id);
	const audit = openAudit({
		entries: auditEntriesOf(store, row.id),
		proofs: auditProofsOf(store, row.id),
		macsOf,
		async chainMacsOf({ keyVersion, datasource }) {
			if (datasource === undefined) return macsOf(keyVersion);
			const stored = await datasources.findById(datasource);
			return stored && vaults.open(stored)?.auditMacs;
		},
		macs,
		keyVersion: key.version,
		realmId: row.id,
		clock,
		random,
		anchor,
	});

	const ownAnchor = async (): Promise<AnchorToVerify | undefined> => {
		if (auditAnchorFile === undefined) return undefined;
		const kind = (await anchor.isWritable()) ? 'writable' : 'unwritable';
		return { kind, lines: await readAnchorFile(auditAnchorFile) };
	};

	const record = (event: AuditEvent, claim?: MessageClaim): Promise<void> =>
		audit.record(event, claim);
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
		settle: audit.settle,
		recorderFor,
		/** What an operator can do from this place; a deletion is itself recorded. */
		readerFor: (origin: Origin, actor: Actor): RealmAudit => ({
			query: audit.query,
			export: audit.export,
			async verify({ anchorFile: given, onProgress } = {}) {
				await keys.refresh();
				const copy = async (file: string): Promise<AnchorToVerify> => ({
					kind: 'copy',
					lines: await readAnchorFile(file),
				});
				const compared = given === undefined ? await ownAnchor() : await copy(given);
				return await audit.verify({ anchor: compared, onProgress });
			},
			async verifyHeads() {
				await keys.refresh();
				return await audit.verifyHeads(await ownAnchor());
			},
			async prune(before) {
				const recordPruning = recorderFor(origin, actor);
				await keys.refresh();
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
		save: audit.save,
		close: audit.close,
	};
}
