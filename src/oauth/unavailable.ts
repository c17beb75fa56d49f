import type { Answer } from '../http/answer';
import { errorAnswer } from './answers';
import { errorPage } from './pages/error';
import { pageAnswer } from './pages/page-answer';
import { type Refused, refuse } from './refusal';

const RETRY = { 'retry-after': '5' };

/** Nothing can be decided now. */
export function unavailable(): Refused {
	return refuse('temporarily_unavailable', 'store-unavailable', { headers: RETRY });
}

/** Says so to a client (RFC 7009 section 2.2.1). */
export function unavailableAnswer(): Answer {
	return errorAnswer(unavailable());
}

/** Says so to a person. */
export function unavailablePage(requestId: string): Answer {
	const page = pageAnswer(errorPage({ mistake: 'unavailable', requestId }), 503, []);
	return { ...page, headers: { ...page.headers, ...RETRY } };
}
