import type { Macs } from '../crypto/mac';
import type { RandomSource } from '../crypto/random';
import type { AuditEntries, Chain, ChainHead, StoredEntry } from '../store/audit-entries';
import type { MessageClaim } from '../store/received-messages';
import { link, startOfChain } from './chain';
import { type AuditEvent, entryContent, entryText, searchedParts } from './event';

/** Failed writes of which it is known what they were; those before them have long been decided. */
const MOST_ATTEMPTS = 16;

/** Where a write was to leave the chain, and the claims that are kept with it or not at all. */
export interface Attempt {
	readonly end: ChainHead;
	readonly claims: readonly MessageClaim[];
}

export interface OwnChainDeps {
	readonly entries: Pick<AuditEntries, 'append' | 'findHead' | 'takeBack'>;
	readonly macs: Macs;
	readonly random: Pick<RandomSource, 'uuid'>;
	readonly realmId: string;
	readonly keyVersion: number;
	/** The datasource whose key keys the chain, where it is not the realm key. */
	readonly datasource?: string;
}

/** The one chain of a process. Its functions are called one after the other. */
export interface OwnChain {
	/**
	 * Resolves when the events are durable, and the claims with them. Before that it finds out what
	 * became of failed writes, which is all it does where there are no events.
	 */
	append(events: readonly AuditEvent[], claims: readonly MessageClaim[]): Promise<void>;
	/** Whether the database could not say what became of the last write. */
	isInDoubt(): boolean;
	/** Whether a write that is not known to be durable may have left a claim of this message. */
	mayHold(message: Pick<MessageClaim, 'credentialId' | 'messageId'>): boolean;
	/** Its end, once it has one. */
	head(): (Chain & ChainHead) | undefined;
}

/**
 * Where a chain goes on after writes that failed: the database may have kept all of one of them, or
 * nothing. `undefined` where it holds neither, and the chain has to be left.
 */
export function resumeAt(
	before: ChainHead,
	attempts: readonly Attempt[],
	stored: ChainHead | undefined,
): Attempt | undefined {
	const { seq, hash } = stored ?? { seq: 0, hash: before.hash };
	const places = [{ end: before, claims: [] }, ...attempts];
	return places.find(({ end }) => end.seq === seq && end.hash === hash);
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

export function ownChain(deps: OwnChainDeps): OwnChain {
	const { entries, macs, random, realmId, keyVersion, datasource } = deps;
	let writer = random.uuid();
	let head = startOfChain(macs, realmId, writer);
	/** Since the last that is known to be durable. One that failed may still be, later on too. */
	let attempts: readonly Attempt[] = [];
	let inDoubt = false;

	const goOnAt = (end: ChainHead): void => {
		head = end;
		attempts = [];
	};

	const settle = async (): Promise<void> => {
		if (attempts.length === 0) return;
		inDoubt = true;
		const found = resumeAt(head, attempts, await entries.findHead(writer));
		// Their calls were refused, so that the messages have to run when they come again. Where this
		// process ends before it comes to that, nobody else can tell, and they do not run.
		if (found !== undefined) await entries.takeBack(found.claims);
		inDoubt = false;
		if (found?.end === head) return;
		if (found === undefined) writer = random.uuid();
		goOnAt(found?.end ?? startOfChain(macs, realmId, writer));
	};

	/** The answer may be lost where the write is not: a keyed hash tells it from every other. */
	const isDurable = async ({ end }: Attempt): Promise<boolean> => {
		inDoubt = true;
		const stored = await entries.findHead(writer);
		inDoubt = false;
		return stored?.seq === end.seq && stored.hash === end.hash;
	};

	return {
		async append(events, claims) {
			await settle();
			if (events.length === 0) return;
			const rows = chained(macs, writer, head, events);
			const { seq, hash } = rows.at(-1) ?? head;
			const attempt = { end: { seq, hash }, claims };
			attempts = [...attempts, attempt].slice(-MOST_ATTEMPTS);
			try {
				await entries.append({ writer, keyVersion, datasource }, rows, claims);
			} catch (error) {
				if (!(await isDurable(attempt).catch(() => false))) throw error;
			}
			goOnAt(attempt.end);
		},
		isInDoubt: () => inDoubt,
		mayHold: ({ credentialId, messageId }) =>
			attempts
				.flatMap(({ claims }) => claims)
				.some((claim) => claim.credentialId === credentialId && claim.messageId === messageId),
		head: () => (head.seq === 0 ? undefined : { writer, keyVersion, ...head }),
	};
}
