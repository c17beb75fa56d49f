import { EVENT_KINDS, type EventKind } from '../oauth/event';
import { type Dialect, DIALECTS } from '../store/dialect';

export { type EndpointName, findEndpoint } from '../oauth/endpoints/paths';
export type { EventKind } from '../oauth/event';
export { flawOfIssuer } from '../oauth/issuer';
export type { Dialect } from '../store/dialect';

export function isDialect(text: string): text is Dialect {
	return (DIALECTS as readonly string[]).includes(text);
}

export function isEventKind(text: string): text is EventKind {
	return (EVENT_KINDS as readonly string[]).includes(text);
}
