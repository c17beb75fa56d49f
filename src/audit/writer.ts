import type { Chain, ChainHead } from '../store/audit-entries';
import { Fault } from '../store/fault';
import type { MessageClaim } from '../store/received-messages';
import type { AuditEvent } from './event';
import { ownChain, type OwnChainDeps } from './own-chain';

/** Entries of one transaction at most: bounds what one failure refuses and how long one waits. */
export const MOST_ENTRIES_AT_ONCE = 256;
/** How soon the database is asked again what became of a write. */
const MILLISECONDS_IN_DOUBT = 1000;

export interface AuditWriter {
	/**
	 * Resolves when the entry is durable, and with it the claim of a message that it is about. Entries
	 * that wait together are written together; where a claim fails, the others are not lost with it.
	 *
	 * @throws {Fault} `store-unavailable` where it could not be written: what it is about must not
	 * happen
	 */
	write(event: AuditEvent, claim?: MessageClaim): Promise<void>;
	/**
	 * Resolves when a claim of this message that can be found is not what a refused `write` has left:
	 * such a claim is taken back.
	 *
	 * @throws {Fault} `store-unavailable` where the database does not say
	 */
	settle(message: Pick<MessageClaim, 'credentialId' | 'messageId'>): Promise<void>;
	/** The end of this process's chain, once it has one. */
	head(): (Chain & ChainHead) | undefined;
	/** Waits for what was given to `write`; refuses everything after that. */
	close(): Promise<void>;
}

export interface WriterDeps extends OwnChainDeps {
	/** Is told how many entries became durable. */
	readonly onWritten: (count: number) => void;
}

interface Waiting {
	/** Nothing, for who waits only until it is known what became of failed writes. */
	readonly event: AuditEvent | undefined;
	readonly claim: MessageClaim | undefined;
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
}

/** Writes the one chain of this process. */
export function auditWriter(deps: WriterDeps): AuditWriter {
	const { onWritten } = deps;
	const chain = ownChain(deps);
	let waiting: Waiting[] = [];
	let running: Promise<void> | undefined;
	let timer: NodeJS.Timeout | undefined;
	let closed = false;

	const writeBatch = async (batch: readonly Waiting[]): Promise<void> => {
		const events = batch.flatMap(({ event }) => event ?? []);
		const claims = batch.flatMap(({ claim }) => claim ?? []);
		try {
			await chain.append(events, claims);
			for (const { resolve } of batch) resolve();
			if (events.length > 0) onWritten(events.length);
		} catch (error) {
			if (chain.isInDoubt()) {
				settleLater();
			} else if (batch.length > 1 && claims.length > 0) {
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

	const add = (event?: AuditEvent, claim?: MessageClaim): Promise<void> => {
		if (closed) {
			return Promise.reject(new Fault('store-unavailable', 'The realm has been closed.'));
		}
		const written = new Promise<void>((resolve, reject) => {
			waiting.push({ event, claim, resolve, reject });
		});
		running ??= run();
		return written;
	};
	/** What cannot be settled now is settled another time. */
	const settleNow = (): Promise<void> => add().catch(() => undefined);
	/** Not only with the next call: until then other processes take a message for one that was run. */
	const settleLater = (): void => {
		timer ??= setTimeout(() => {
			timer = undefined;
			void settleNow();
		}, MILLISECONDS_IN_DOUBT).unref();
	};

	return {
		write: add,
		async settle(message) {
			if (chain.mayHold(message)) await add();
		},
		head: chain.head,
		async close() {
			const settled = settleNow();
			closed = true;
			await settled;
			await running;
			clearTimeout(timer);
		},
	};
}
