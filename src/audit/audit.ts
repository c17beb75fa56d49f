import type { Macs } from '../crypto/mac';
import type { RandomSource } from '../crypto/random';
import type { AuditEntries, AuditFilter, StoredEntry } from '../store/audit-entries';
import type { Place } from '../store/audit-page';
import type { AuditProofs } from '../store/audit-proofs';
import type { Clock, Instant } from '../store/clock';
import type { MessageClaim } from '../store/received-messages';
import type { Anchor } from './anchor-file';
import { canonicalText } from './canonical';
import type { ChainMacsOf, MacsOf } from './checkpoint';
import { type AuditEvent, type EntryContent, parseEntry } from './event';
import { writeHeads } from './heads';
import { pause } from './verify-chain';
import { prune, type Pruned } from './retention';
import type { Finding } from './findings';
import { type Verified, verify, type VerifyInput, verifyProofs } from './verify';
import type { AnchorToVerify } from './verify-anchor';
import { type AuditWriter, auditWriter } from './writer';

/** Heads are written after this many entries, or this long after the first that they do not name. */
export const ENTRIES_BETWEEN_HEADS = 1000;
export const MINUTES_BETWEEN_HEADS = 10;

/** An entry as it can be shown. */
export interface AuditEntry {
	readonly writer: string;
	readonly seq: number;
	readonly hash: string;
	readonly time: Instant;
	readonly content: EntryContent;
}

/** What an operator can do with the audit of a realm. */
export interface AuditReader {
	/** Newest first, up to `limit`. */
	query(filter: AuditFilter, limit?: number): Promise<readonly AuditEntry[]>;
	/** Oldest first, one JSON text per line, each ending in a line feed. */
	export(filter: AuditFilter): AsyncIterable<string>;
	verify(input: VerifyInput): Promise<Verified>;
	/** Verifies the heads and the anchor alone, however many entries there are. */
	verifyHeads(anchor: AnchorToVerify | undefined): Promise<readonly Finding[]>;
	/** Deletes the old end, up to the first entry of each chain that is not older than `before`. */
	prune(before: Instant): Promise<Pruned>;
}

export interface Audit extends AuditReader {
	/** Resolves when the event is durable, with the claim of a message or neither; throws a `Fault` where it cannot be kept. */
	record(event: AuditEvent, claim?: MessageClaim): Promise<void>;
	readonly settle: AuditWriter['settle'];
	/** Names the heads of what was written, by whichever process, if they are not named yet. Does not fail. */
	save(): Promise<void>;
	/** Waits for what is being written, and names the heads of what was. */
	close(): Promise<void>;
}

export interface AuditDeps {
	readonly entries: AuditEntries;
	readonly proofs: AuditProofs;
	readonly macsOf: MacsOf;
	readonly chainMacsOf: ChainMacsOf;
	/** Keys new entries. */
	readonly macs: Macs;
	readonly keyVersion: number;
	readonly realmId: string;
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly anchor: Anchor;
}

const PAGE = 500;

function shown({ writer, seq, hash, searched, text }: StoredEntry): AuditEntry {
	const content = parseEntry(text) ?? { unreadable: text };
	return { writer, seq, hash, time: searched.time, content };
}

export function openAudit(deps: AuditDeps): Audit {
	const { entries } = deps;
	let unnamed = 0;
	let timer: NodeJS.Timeout | undefined;
	let naming: Promise<void> | undefined;

	const nameHeads = async (): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		unnamed = 0;
		await writeHeads({ ...deps, ownHead: writer.head });
	};
	const nameHeadsLater = (): void => {
		// A failure shows where it matters, at the next call. The entries stay to be named.
		naming ??= nameHeads()
			.catch(startTimer)
			.finally(() => {
				naming = undefined;
			});
	};
	const startTimer = (): void => {
		timer ??= setTimeout(nameHeadsLater, MINUTES_BETWEEN_HEADS * 60_000).unref();
	};
	const writer = auditWriter({
		...deps,
		onWritten(count) {
			unnamed += count;
			startTimer();
			if (unnamed >= ENTRIES_BETWEEN_HEADS) nameHeadsLater();
		},
	});

	async function* pages(filter: AuditFilter, order: 'newest-first' | 'oldest-first', most: number) {
		let after: Place | undefined;
		for (let left = most; left > 0; await pause()) {
			// In order: each page goes on where the one before ended.
			const { page, next } = await entries.page(filter, {
				...{ order, after },
				limit: Math.min(left, PAGE),
			});
			yield page;
			if (next === undefined) return;
			left -= page.length;
			after = next;
		}
	}

	return {
		record: writer.write,
		settle: writer.settle,
		async query(filter, limit = Infinity) {
			const found: AuditEntry[] = [];
			for await (const page of pages(filter, 'newest-first', limit)) found.push(...page.map(shown));
			return found;
		},
		async *export(filter) {
			for await (const page of pages(filter, 'oldest-first', Infinity)) {
				for (const { writer: chain, seq, hash, content } of page.map(shown)) {
					yield `${canonicalText({ writer: chain, seq, hash, entry: content })}\n`;
				}
			}
		},
		verify: (input) => verify(deps, input),
		verifyHeads: (compared) => verifyProofs(deps, compared),
		prune: (before) => prune(deps, before),
		async save() {
			await naming;
			// Also with nothing of its own: a process that ends before this one may not have come to it.
			nameHeadsLater();
			await naming;
		},
		async close() {
			await writer.close();
			clearTimeout(timer);
			await naming;
			if (writer.head() !== undefined) await nameHeads();
		},
	};
}
