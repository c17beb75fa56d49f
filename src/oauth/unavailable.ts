import type { Answer } from '../http/answer';
import { errorAnswer } from './answers';
import type { EndpointName } from './endpoints/paths';
import { errorPage } from './pages/error';
import { pageAnswer } from './pages/page-answer';
import { refuse } from './refusal';

const RETRY = { 'retry-after': '5' };

/** Says that nothing can be decided now, as the endpoint says things (RFC 7009 section 2.2.1). */
export function unavailable(endpoint: EndpointName, requestId: string): Answer {
	if (endpoint !== 'authorize') {
		return errorAnswer(refuse('temporarily_unavailable', 'store-unavailable', { headers: RETRY }));
	}
	const page = pageAnswer(errorPage({ mistake: 'unavailable', requestId }), 503, []);
	return { ...page, headers: { ...page.headers, ...RETRY } };
}
