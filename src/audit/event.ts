import type { SearchedParts } from '../store/audit-entries';
import type { Instant } from '../store/clock';
import { canonicalText } from './canonical';

/** Where in n8n something came from; `execution` where there is one. */
export interface Origin {
	readonly workflow?: string | undefined;
	readonly node?: string | undefined;
	readonly execution?: string | undefined;
}

interface AnyEvent {
	readonly time: Instant;
	/** UUID of the realm. */
	readonly tenant: string;
	readonly origin: Origin;
}

/** A call was let in or not. Ids and names only: no credential value, no header, no body. */
export interface DecisionEvent extends AnyEvent {
	readonly kind: 'decision';
	readonly requestId: string;
	readonly address: string | undefined;
	readonly scheme: string | undefined;
	readonly credentialId: string | undefined;
	/** The user whom the call runs as. */
	readonly user: string | undefined;
	/** Who acts, where it is not the user: `user`, `apiKey` or `client` and its id. */
	readonly actor: string | undefined;
	readonly client: string | undefined;
	readonly decision: 'accepted' | 'refused';
	/** The true reason of a refusal. */
	readonly reason: string | undefined;
}

/** Something in the realm was changed, or was refused to be. */
export interface AdministrationEvent extends AnyEvent {
	readonly kind: 'administration';
	/** Resource and operation, such as `apiKey.revoke`. */
	readonly operation: string;
	/** Name or id of what was to be changed. */
	readonly target: string;
	/** The credential concerned, where it is one. */
	readonly credentialId: string | undefined;
	/** The user in whose name it was asked for, where one was named. */
	readonly user: string | undefined;
	readonly decision: 'done' | 'refused';
}

export type AuditEvent = DecisionEvent | AdministrationEvent;

/** An entry as it is kept: flat, and without what is not known. */
export type EntryContent = Readonly<Record<string, string | number>>;

const MOST_LETTERS = 200;
const MOST_LETTERS_READ = 1000;
const CREDENTIAL = /[a-z][a-z0-9]{1,9}_(live|test)_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}/g;

/** Names come from outside: no credential that was pasted as one, nothing invisible, nothing long. */
function plainText(text: string): string {
	return text
		.slice(0, MOST_LETTERS_READ)
		.replace(CREDENTIAL, '[credential]')
		.slice(0, MOST_LETTERS)
		.replace(/\p{Cc}/gu, '\ufffd')
		.toWellFormed();
}

/** The entry that tells of an event. */
export function entryContent({ origin, ...event }: AuditEvent): EntryContent {
	const members = Object.entries({ ...origin, ...event } as const).flatMap(([name, value]) =>
		value === undefined ? [] : [[name, typeof value === 'string' ? plainText(value) : value]],
	);
	return Object.fromEntries(members) as EntryContent;
}

/** The text of an entry that the chain protects. */
export function entryText(content: EntryContent): string {
	return canonicalText(content);
}

/** Reads the text of a stored entry; `undefined` where it is none. */
export function parseEntry(text: string): EntryContent | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isContent(value) ? value : undefined;
	} catch {
		return undefined; // JSON.parse has no other way to say that a text is not JSON
	}
}

function isContent(value: unknown): value is EntryContent {
	return (
		typeof value === 'object' &&
		value !== null &&
		Object.values(value).every((member) => typeof member === 'string' || Number.isInteger(member))
	);
}

/** The parts of an entry that are kept a second time, to be searched. */
export function searchedParts(content: EntryContent): SearchedParts {
	const text = (name: string): string | undefined => {
		const value = content[name];
		return value === undefined ? undefined : String(value);
	};
	return {
		time: Number(content['time']),
		kind: text('kind') ?? '',
		user: text('user'),
		credentialId: text('credentialId'),
		decision: text('decision') ?? '',
		reason: text('reason'),
	};
}
