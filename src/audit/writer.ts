import type { Macs } from '../crypto/mac';
import type { RandomSource } from '../crypto/random';
import type { AuditEntries, Chain, ChainHead, StoredEntry } from '../store/audit-entries';
import { Fault } from '../store/fault';
import type { MessageClaim } from '../store/received-messages';
import { link, startOfChain } from './chain';
import { type AuditEvent, entryContent, entryText, searchedParts } from './event';

/** Entries of one transaction at most: bounds what one failure refuses and how long one waits. */
export const MOST_ENTRIES_AT_ONCE = 256;

export interface AuditWriter {
	/**
	 * Resolves when the entry is durable, and with it the claim of a message that it is about. Entries
	 * that wait together are written together; where a claim fails, the others are not lost with it.
	 *
	 * @throws {Fault} `store-unavailable` where it could not be written: what it is about must not
	 * happen
	 */
	write(event: AuditEvent, claim?: MessageClaim): Promise<void>;
	/** The end of this process's chain, once it has one. */
	head(): (Chain & ChainHead) | undefined;
	/** Waits for what was given to `write`; refuses everything after that. */
	close(): Promise<void>;
}

export interface WriterDeps {
	readonly entries: Pick<AuditEntries, 'append' | 'findHead'>;
	readonly macs: Macs;
	readonly random: Pick<RandomSource, 'uuid'>;
	readonly realmId: string;
	readonly keyVersion: number;
	/** The datasource whose key keys the chain, where it is not the realm key. */
	readonly datasource?: string;
	/** Is told how many entries became durable. */
	readonly onWritten: (count: number) => void;
}

interface Waiting {
	readonly event: AuditEvent;
	readonly claim: MessageClaim | undefined;
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
}

/**
 * Where a chain goes on after a write that failed: the database may have kept all of it or nothing.
 * `undefined` where it holds neither, and the chain has to be left.
 */
export function resumeAt(
	before: ChainHead,
	attempted: ChainHead,
	stored: ChainHead | undefined,
): ChainHead | undefined {
	const { seq, hash } = stored ?? { seq: 0, hash: before.hash };
	return [before, attempted].find((head) => head.seq === seq && head.hash === hash);
}

/** Entries in the order of a chain, from behind `head`. */
export function chained(
	macs: Macs,
	writer: string,
	head: ChainHead,
	events: readonly AuditEvent[],
): readonly StoredEntry[] {
	let last = head;
	return events.map((event) => {
		const content = entryContent(event);
		const text = entryText(content);
		last = link(macs, last, text);
		return { writer, ...last, searched: searchedParts(content), text };
	});
}

/** Writes the one chain of this process. */
export function auditWriter(deps: WriterDeps): AuditWriter {
	const { entries, macs, random, realmId, keyVersion, datasource, onWritten } = deps;
	let writer = random.uuid();
	let head = startOfChain(macs, realmId, writer);
	let attempted: ChainHead | undefined;
	let waiting: Waiting[] = [];
	let running: Promise<void> | undefined;
	let closed = false;

	const recover = async (doubtful: ChainHead): Promise<void> => {
		const resumed = resumeAt(head, doubtful, await entries.findHead(writer));
		if (resumed === undefined) writer = random.uuid();
		head = resumed ?? startOfChain(macs, realmId, writer);
		attempted = undefined;
	};

	const writeBatch = async (batch: readonly Waiting[]): Promise<void> => {
		try {
			if (attempted !== undefined) await recover(attempted);
			const events = batch.map(({ event }) => event);
			const rows = chained(macs, writer, head, events);
			const last = rows.at(-1) ?? head;
			attempted = { seq: last.seq, hash: last.hash };
			const claims = batch.flatMap(({ claim }) => claim ?? []);
			await entries.append({ writer, keyVersion, datasource }, rows, claims);
			head = attempted;
			attempted = undefined;
			for (const { resolve } of batch) resolve();
			onWritten(batch.length);
		} catch (error) {
			if (batch.length > 1 && batch.some(({ claim }) => claim !== undefined)) {
				// One after the other: each needs the hash of the one before.
				for (const each of batch) await writeBatch([each]);
				return;
			}
			for (const { reject } of batch) reject(error);
		}
	};

	const run = async (): Promise<void> => {
		// What the calls of this turn of the event loop have to say goes into one batch.
		await new Promise((resolve) => setImmediate(resolve));
		while (waiting.length > 0) {
			const batch = waiting.slice(0, MOST_ENTRIES_AT_ONCE);
			waiting = waiting.slice(MOST_ENTRIES_AT_ONCE);
			// One after the other: an entry needs the hash of the one before.
			await writeBatch(batch);
		}
		running = undefined;
	};

	return {
		write(event, claim) {
			if (closed) {
				return Promise.reject(new Fault('store-unavailable', 'The realm has been closed.'));
			}
			const written = new Promise<void>((resolve, reject) => {
				waiting.push({ event, claim, resolve, reject });
			});
			running ??= run();
			return written;
		},
		head: () => (head.seq === 0 ? undefined : { writer, keyVersion, ...head }),
		async close() {
			closed = true;
			await running;
		},
	};
}
