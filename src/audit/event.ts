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
	/** Of the W3C trace context that the call brought. */
	readonly traceId?: string | undefined;
	readonly address: string | undefined;
	readonly scheme: string | undefined;
	readonly credentialId: string | undefined;
	/** Which value of an API key was shown, where its secret was right. */
	readonly version?: number | undefined;
	/** The user whom the call runs as. */
	readonly user: string | undefined;
	/** Who acts, where it is not the user: `user`, `apiKey` or `client` and its id. */
	readonly actor: string | undefined;
	readonly client: string | undefined;
	/** The earlier call whose answer was given or asked for, where nothing was to be run. */
	readonly answerOf?: string | undefined;
	/** `repeated`: a signed message came again, and was answered without a run. */
	readonly decision: 'accepted' | 'repeated' | 'refused';
	/** The true reason of a refusal. */
	readonly reason: string | undefined;
}

/**
 * So many calls from one address were refused before anything of them was looked at, in the minute
 * that began at `time`.
 */
export interface CountedRefusals extends AnyEvent {
	readonly kind: 'decision';
	readonly address: string | undefined;
	readonly decision: 'refused';
	readonly reason: string;
	readonly count: number;
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

/** A secret key was about to be sent somewhere. Name and version, never the value. */
export interface SecretUseEvent extends AnyEvent {
	readonly kind: 'secretUse';
	/** The datasource that holds the key, where it is the realm's. */
	readonly datasource: string | undefined;
	/** The credential of n8n's that holds the key itself, by name and id. */
	readonly credential: string | undefined;
	readonly secret: string;
	/** Id of the secret key, where it is one. */
	readonly credentialId: string | undefined;
	readonly version: number | undefined;
	/** Host, and port where it is not the usual one. */
	readonly host: string | undefined;
	/** Who called the workflow, where that is known. */
	readonly user: string | undefined;
	readonly actor: string | undefined;
	readonly client: string | undefined;
	readonly requestId: string | undefined;
	readonly decision: 'used' | 'refused';
	readonly reason: string | undefined;
}

/** An authorization server decided something: who logs in, who agrees, who gets a token. */
export interface AuthorizationEvent extends AnyEvent {
	readonly kind: 'authorization';
	readonly requestId: string;
	readonly address: string | undefined;
	/** What was decided, such as `token.issue`. */
	readonly operation: string;
	readonly client: string | undefined;
	readonly user: string | undefined;
	/** Id of the token, grant or consent concerned. */
	readonly credentialId: string | undefined;
	/** Id of the key pair or domain key that a token was issued for. */
	readonly key: string | undefined;
	readonly scopes: string | undefined;
	readonly grantType: string | undefined;
	readonly decision: 'accepted' | 'refused';
	/** The true reason of a refusal. */
	readonly reason: string | undefined;
}

/** The kind of entry that a chain keyed by a datasource may have. */
export const SECRET_USE: SecretUseEvent['kind'] = 'secretUse';

export type AuditEvent =
	DecisionEvent | CountedRefusals | AdministrationEvent | SecretUseEvent | AuthorizationEvent;

/** An entry as it is kept: flat, and without what is not known. */
export type EntryContent = Readonly<Record<string, string | number>>;

const MOST_LETTERS = 200;
const MOST_LETTERS_READ = 1000;
const CREDENTIAL = /[a-z][a-z0-9]{1,9}_(live|test)_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}/g;

/** Most texts: too short to hold a credential, and every letter of it can be seen. */
const SURELY_PLAIN = /^[\x20-\x7e]{0,79}$/;

/** Names come from outside: no credential that was pasted as one, nothing invisible, nothing long. */
export function plainText(text: string): string {
	if (SURELY_PLAIN.test(text)) return text;
	return text
		.slice(0, MOST_LETTERS_READ)
		.replace(CREDENTIAL, '[credential]')
		.slice(0, MOST_LETTERS)
		.replace(/\p{Cc}/gu, '\ufffd')
		.toWellFormed();
}

/** The entry that tells of an event. */
export function entryContent({ origin, ...event }: AuditEvent): EntryContent {
	const content: Record<string, string | number> = {};
	for (const [name, value] of Object.entries({ ...origin, ...event } as const)) {
		if (value !== undefined) content[name] = typeof value === 'string' ? plainText(value) : value;
	}
	return content;
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
