import { type AuthorizationEvent, type Origin, plainText } from '../audit/event';
import type { Answer } from '../http/answer';
import type { localBuckets } from '../limits/local-buckets';
import { ANSWERS } from '../oauth/answer-endpoint';
import { ENDPOINTS, type EndpointName } from '../oauth/endpoints/paths';
import { type EventKind, eventOf, type OAuthEvent } from '../oauth/event';
import type { Note } from '../oauth/note';
import type { OAuthPorts } from '../oauth/ports';
import type { OAuthRequest, ServerPlace } from '../oauth/request';
import type { Clock } from '../store/clock';
import { takeOf } from '../store/rate-buckets';
import type { CountedRefusals } from './counted-refusals';

export type { EndpointName } from '../oauth/endpoints/paths';
export type { EventKind, OAuthEvent } from '../oauth/event';
export type { OAuthRequest, ServerPlace } from '../oauth/request';

/** What an endpoint answers while nothing can be decided. */
export function unavailableAnswer(endpoint: EndpointName, requestId: string): Answer {
	return ANSWERS[endpoint].unavailable(requestId);
}

/** Where a request arrived, and which events of it somebody wants to hear of. */
export interface ServerContext {
	readonly origin: Origin;
	readonly wanted: readonly EventKind[];
}

export interface ServerAnswer {
	readonly answer: Answer;
	/** At most `EVENTS` of each kind. */
	readonly events: readonly (OAuthEvent & { readonly time: number })[];
}

/** The authorization server of a realm: RFC 6749. */
export interface AuthorizationServer {
	/**
	 * Answers a request. The audit has every decision before this resolves; requests of an address that
	 * has to wait for what it got wrong are counted.
	 *
	 * @throws {Fault} where the database is not there: nothing was decided then
	 */
	answer(
		endpoint: EndpointName,
		request: OAuthRequest,
		place: Omit<ServerPlace, 'dialect'>,
		context: ServerContext,
	): Promise<ServerAnswer>;
	/** Keeps the issuer by which tokens of this realm are known. */
	keepIssuer(issuer: string): Promise<void>;
}

/** How often one kind of event may run a workflow: an attacker must not choose. */
const EVENTS = { calls: 60, seconds: 60, burst: 60 };

export interface ServerDeps {
	/** What is done where a request has come in, is recorded as done there. */
	readonly portsAt: (origin: Origin) => OAuthPorts;
	readonly clock: Clock;
	/** UUID of the realm. */
	readonly tenant: string;
	readonly buckets: ReturnType<typeof localBuckets>;
	readonly record: (event: AuthorizationEvent) => Promise<void>;
	readonly throttled: Pick<CountedRefusals, 'note'>;
	readonly keepIssuer: (issuer: string) => Promise<void>;
	/** Deletes what has ended, as often as it likes. */
	readonly prune: () => void;
}

const plain = (text: string | undefined) => text && plainText(text);

/** Items are kept by n8n: their texts are those of entries. */
function plainEvent({ event, scopes, ...texts }: OAuthEvent): OAuthEvent {
	const { client, user, credentialId, key, grantType } = texts;
	return {
		event,
		client: plain(client),
		user: plain(user),
		credentialId: plain(credentialId),
		key: plain(key),
		scopes: scopes?.map(plainText),
		grantType: plain(grantType),
	};
}

export function authorizationServer(deps: ServerDeps): AuthorizationServer {
	const { portsAt, clock, tenant, buckets, record, throttled } = deps;
	const entryOf = (
		note: Note,
		{ requestId }: ServerPlace,
		{ address }: OAuthRequest,
		origin: Origin,
	): AuthorizationEvent => ({
		kind: 'authorization',
		time: clock.now(),
		tenant,
		origin,
		requestId,
		address,
		operation: note.operation,
		client: note.client,
		user: note.user,
		credentialId: note.credentialId,
		key: note.key,
		scopes: note.scopes?.join(' '),
		grantType: note.grantType,
		decision: note.decision,
		reason: note.reason,
	});
	const keep = async (note: Note, place: ServerPlace, request: OAuthRequest, origin: Origin) => {
		if (note.reason === 'too-many-failed-attempts') throttled.note(request.address);
		else await record(entryOf(note, place, request, origin));
	};
	const mayTell = (event: EventKind, origin: Origin): boolean => {
		const bucket = `event ${event} ${origin.workflow ?? ''}/${origin.node ?? ''}`;
		return buckets.takeNow(takeOf(bucket, EVENTS)).allowed;
	};

	return {
		keepIssuer: deps.keepIssuer,
		async answer(endpoint, request, asked, { origin, wanted }) {
			const { dialect } = ENDPOINTS[endpoint];
			const place = { ...asked, dialect };
			const { answer, notes } = await ANSWERS[endpoint].answer({ request, place }, portsAt(origin));
			await Promise.all(notes.map((note) => keep(note, place, request, origin)));
			deps.prune();
			const events = notes.flatMap((note) => {
				const event = eventOf(note);
				if (event === undefined || !wanted.includes(event.event)) return [];
				return mayTell(event.event, origin) ? [{ ...plainEvent(event), time: clock.now() }] : [];
			});
			return { answer, events };
		},
	};
}
