import type { HttpMessage } from '../http/message';
import { type ApiKeyDeps, apiKeyTextIn, authenticateApiKey } from './api-key';
import { presentedCredential } from './presented';
import { type Authenticated, reject, type Rejection } from './scheme';

const anonymous = (tenant: string): Authenticated => ({
	kind: 'caller',
	caller: {
		type: 'anonymous',
		credentialId: null,
		scheme: 'anonymous',
		scopes: [],
		privileges: [],
		tenant,
	},
	user: undefined,
	userId: undefined,
	limits: { addresses: undefined, applications: undefined },
});

/**
 * Finds out who sent a message. Nothing shown is the anonymous caller; anything shown that does not
 * hold is a rejection, also where anonymous calls are allowed (PF-3).
 */
export async function identify(
	deps: ApiKeyDeps,
	message: HttpMessage,
): Promise<Authenticated | Rejection> {
	const presented = presentedCredential(message);
	switch (presented.kind) {
		case 'nothing':
			return anonymous(deps.tenant);
		case 'several':
			return reject('several-credentials');
		case 'misplaced':
			return reject('misplaced-credential');
		case 'header': {
			const text = apiKeyTextIn(presented.name, presented.value);
			if (text === undefined) return reject('scheme-not-accepted');
			return await authenticateApiKey(deps, text);
		}
	}
}
