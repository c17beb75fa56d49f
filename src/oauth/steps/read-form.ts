import { type Parameters, parseParameters } from '../parameters';
import { type Refused, refuse } from '../refusal';
import { mediaTypeOf, type Received } from '../request';

/** Far more than any request of ours needs. */
const MOST_LETTERS = 64 * 1024;

export interface WithForm extends Received {
	readonly form: Parameters;
}

/** Token, revocation and introspection take POST alone (RFC 6749 section 3.2). */
export function requirePost<S extends Received>(state: S): S | Refused {
	if (state.request.method === 'POST') return state;
	return refuse('invalid_request', 'method-not-allowed', {
		status: 405,
		headers: { allow: 'POST' },
	});
}

/** The parameters of a form body (RFC 6749 appendix B), none of them twice but `resource` (RFC 8707). */
export function readForm(state: Received): WithForm | Refused {
	const { request } = state;
	if (mediaTypeOf(request) !== 'application/x-www-form-urlencoded') {
		return refuse('invalid_request', 'not-a-form');
	}
	if (request.body.length > MOST_LETTERS) return refuse('invalid_request', 'request-too-large');
	const form = parseParameters(request.body);
	const repeated = form.names.some((name) => name !== 'resource' && form.isRepeated(name));
	return repeated ? refuse('invalid_request', 'repeated-parameter') : { ...state, form };
}

const SECRETS = [
	'client_secret',
	'client_assertion',
	'password',
	'code',
	'refresh_token',
	'access_token',
	'token',
];

/** Credentials never stand in the URI (RFC 6749 section 2.3.1). */
export function refuseQueryCredentials<S extends Received>(state: S): S | Refused {
	const query = parseParameters(state.request.search);
	return SECRETS.some(query.has) ? refuse('invalid_request', 'credentials-in-query') : state;
}
