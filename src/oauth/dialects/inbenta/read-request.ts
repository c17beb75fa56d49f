import { type Page, pageOf } from '../../../http/cors';
import { type Refused, refuse } from '../../refusal';
import { fieldValues, type Received } from '../../request';
import { refuseManyAttempts } from '../../steps/refuse-many-attempts';
import { steps } from '../../step';

/** A request that says which key it is about, which proves nothing yet. */
export interface WithKey extends Received {
	/** As `x-inbenta-key` has it. */
	readonly apiKey: string;
	readonly page: Page;
}

/** URIs end in logs, so that nothing stands in them (IB-2). */
function refuseQuery(state: Received): Received | Refused {
	return state.request.search === '' ? state : refuse('invalid_request', 'credentials-in-query');
}

function readKey(state: Received): WithKey | Refused {
	const [apiKey, ...more] = fieldValues(state.request, 'x-inbenta-key');
	if (apiKey === undefined || apiKey === '') return refuse('invalid_request', 'missing-parameter');
	if (more.length > 0) return refuse('invalid_request', 'repeated-parameter');
	return { ...state, apiKey, page: pageOf(state.request) };
}

/** What has to hold of a request, whatever it asks for. */
export const readRequest = steps(refuseQuery, refuseManyAttempts<Received>, readKey);
