import { type Answered, jsonAnswer } from '../../answers';
import { refusalNote } from '../../note';
import type { OAuthPorts } from '../../ports';
import { isRefused, type Refused, refuse } from '../../refusal';
import type { Received } from '../../request';
import { requirePost } from '../../steps/read-form';
import { steps } from '../../step';
import { interactError } from './answers';
import { type InteractGranted, type InteractIssued, issue } from './issue';
import { keySecretGrant } from './key-secret';
import { passwordGrant } from './password';
import { readRequest, type WithPerson } from './read-request';
import { refreshGrant } from './refresh';

async function runGrant(state: WithPerson, ports: OAuthPorts): Promise<InteractGranted | Refused> {
	switch (state.form.get('grant_type')) {
		case undefined:
			return refuse('invalid_request', 'missing-parameter');
		case 'authorization_code':
			return await keySecretGrant(state, ports);
		case 'refresh_token':
			return await refreshGrant(state, ports);
		case 'password':
			return await passwordGrant(state, ports);
		default:
			return refuse('unsupported_grant_type', 'grant-type-unknown');
	}
}

const run = steps(requirePost<Received>, readRequest, runGrant, issue);

/** The seven members of Interact's answer (IN-6), whose clients count down from just under 1200. */
function tokenAnswer(
	{ token, refreshToken, issuedAt, expiresAt }: InteractIssued,
	{ realm }: Pick<OAuthPorts, 'realm'>,
) {
	return jsonAnswer({
		access_token: token.text,
		token_type: 'bearer',
		expires_in: (expiresAt - issuedAt) / 1000 - 1,
		refresh_token: refreshToken,
		tenant: realm.id,
		issued: new Date(issuedAt).toUTCString(),
		expires: new Date(expiresAt).toUTCString(),
	});
}

/** Interact's `POST /token`. */
export async function interactToken(received: Received, ports: OAuthPorts): Promise<Answered> {
	const issued = await run(received, ports);
	if (isRefused(issued)) {
		return { answer: interactError(issued), notes: [refusalNote('token.issue', issued)] };
	}
	const note = {
		operation: 'token.issue' as const,
		decision: 'accepted' as const,
		user: issued.user.name,
		credentialId: issued.token.credentialId,
		key: issued.key?.credentialId,
		grantType: issued.form.get('grant_type'),
	};
	return { answer: tokenAnswer(issued, ports), notes: [note] };
}
