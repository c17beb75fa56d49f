import {
	type Dialect,
	type EventKind,
	flawOfIssuer,
	isDialect,
	isEventKind,
} from '../realm/server-words';
import { listOf } from './list';

/** What the fields of an Authorization Server Trigger say. */
export interface ServerSettings {
	/** What lies before the path of every endpoint. */
	readonly base: string;
	readonly dialects: readonly Dialect[];
	readonly issuer: string;
	readonly tokenAlgorithm: 'EdDSA' | 'RS256';
	/** How long tokens are renewed from one exchange of a key, at most. */
	readonly keyRenewalSeconds: number;
	/** Whether callers of Interact may log in by a user's name and password. */
	readonly interactPasswordGrant: boolean;
	readonly events: readonly EventKind[];
}

/** The part of n8n's contexts that these are read from. */
export interface ServerContext {
	getNodeParameter(name: string, fallback?: unknown): unknown;
	getNodeWebhookUrl(name: 'default'): string | undefined;
}

const AUTHORIZE = '/oauth/authorize';
const PATH = /^[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*$/;

/** The address under which all endpoints lie, as n8n knows itself: never from the Host header. */
function ownAddress(context: ServerContext): string {
	const url = context.getNodeWebhookUrl('default') ?? '';
	return url.endsWith(AUTHORIZE) ? url.slice(0, -AUTHORIZE.length) : url;
}

/** Reads the settings; throws a sentence where they name no server that could be used. */
export function serverSettingsOf(context: ServerContext): ServerSettings {
	const path = context.getNodeParameter('path', '');
	if (typeof path !== 'string' || !PATH.test(path)) {
		throw new Error(
			'Path is not a plain path: enter letters, digits and hyphens, with slashes between parts.',
		);
	}
	const options = context.getNodeParameter('options', {}) as {
		publicUrl?: unknown;
		tokenAlgorithm?: unknown;
		keyRenewalHours?: unknown;
		interactPasswordGrant?: unknown;
	};
	const given = typeof options.publicUrl === 'string' ? options.publicUrl.trim() : '';
	const issuer = given === '' ? ownAddress(context) : given.replace(/\/$/, '');
	const flaw = flawOfIssuer(issuer);
	if (flaw !== undefined) throw new Error(sentenceOf(flaw));
	const events = listOf(context.getNodeParameter('events', []));
	if (events === undefined || !events.every(isEventKind)) {
		throw new Error('Events holds one that does not exist: choose from the list.');
	}
	const dialects = listOf(context.getNodeParameter('dialects', ['oauth']));
	if (dialects === undefined || dialects.length === 0 || !dialects.every(isDialect)) {
		throw new Error('Dialects is empty or holds one that does not exist: choose from the list.');
	}
	const keyRenewalSeconds = secondsOf(options.keyRenewalHours ?? DEFAULT_RENEWAL_HOURS);
	const tokenAlgorithm = options.tokenAlgorithm === 'RS256' ? 'RS256' : 'EdDSA';
	return {
		base: path,
		dialects,
		issuer,
		tokenAlgorithm,
		keyRenewalSeconds,
		interactPasswordGrant: options.interactPasswordGrant === true,
		events,
	};
}

const DEFAULT_RENEWAL_HOURS = 24;
const MOST_RENEWAL_HOURS = 24 * 365;

function secondsOf(hours: unknown): number {
	if (typeof hours === 'number' && hours > 0 && hours <= MOST_RENEWAL_HOURS) return hours * 3600;
	throw new Error(
		'Key Renewal Hours is not a number of hours up to a year: enter one, such as 24.',
	);
}

function sentenceOf(flaw: NonNullable<ReturnType<typeof flawOfIssuer>>): string {
	switch (flaw) {
		case 'not-https':
			return "The server's address is not https: put n8n behind TLS and set its WEBHOOK_URL, or enter an https address as Public URL.";
		case 'not-a-url':
			return 'Public URL is not a URL: enter the whole address, such as https://login.example.com.';
		case 'query-or-fragment':
			return 'Public URL has a query or a fragment: enter it without.';
		case 'user':
			return 'Public URL has a user name in it: enter it without.';
		case 'trailing-slash':
			return 'Public URL ends with a slash: enter it without.';
	}
}
