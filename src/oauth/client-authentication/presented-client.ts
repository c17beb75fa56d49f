import type { Parameters } from '../parameters';
import { type Refused, refuse } from '../refusal';
import { fieldValues, type OAuthRequest } from '../request';
import { parseBasic } from './basic';

/** How a request shows which client sends it, before anything of it is believed. */
export type PresentedClient =
	| { readonly method: 'none'; readonly id: string }
	| {
			readonly method: 'client_secret_basic' | 'client_secret_post';
			readonly id: string;
			readonly secret: string;
	  }
	| {
			readonly method: 'private_key_jwt';
			/** What `client_id` says, where it is there. */
			readonly id: string | undefined;
			readonly assertion: string;
	  };

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Finds the one way in which a client shows who it is (RFC 6749 section 2.3): never two. */
export function presentedClient(
	request: OAuthRequest,
	form: Parameters,
): PresentedClient | Refused {
	const fields = fieldValues(request, 'authorization');
	const id = form.get('client_id');
	const secret = form.get('client_secret');
	const assertion = form.get('client_assertion');
	const assertionType = form.get('client_assertion_type');
	const methods = [fields.length > 0, secret !== undefined, assertion !== undefined];
	if (fields.length > 1 || methods.filter(Boolean).length > 1) {
		return refuse('invalid_request', 'several-client-authentications');
	}
	const [field] = fields;
	if (field !== undefined) {
		const basic = parseBasic(field);
		if (basic === undefined) return refuse('invalid_client', 'malformed-client-authentication');
		if (id !== undefined && id !== basic.id) {
			return refuse('invalid_request', 'several-client-authentications');
		}
		return { method: 'client_secret_basic', ...basic };
	}
	if (assertion !== undefined) {
		return assertionType === ASSERTION_TYPE
			? { method: 'private_key_jwt', id, assertion }
			: refuse('invalid_client', 'assertion-malformed');
	}
	if (id === undefined) return refuse('invalid_client', 'no-client-authentication');
	return secret === undefined
		? { method: 'none', id }
		: { method: 'client_secret_post', id, secret };
}
