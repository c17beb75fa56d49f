import { errorAnswer, jsonAnswer } from '../../answers';
import { grantRunner, STANDARD_GRANTS, tokenEndpointOf } from '../../endpoints/token';
import { parseParameters } from '../../parameters';
import type { OAuthPorts } from '../../ports';
import { type Refused, refuse } from '../../refusal';
import type { Received } from '../../request';
import { type Issued, issueTokens } from '../../steps/issue-tokens';
import { readForm, requirePost } from '../../steps/read-form';
import { steps } from '../../step';
import { authenticateVerintClient } from './authenticate-client';
import { verintClientCredentialsGrant } from './client-credentials';

/** Everything stands in the form: the product's clients put nothing into the address (VE-20). */
function refuseQuery(state: Received): Received | Refused {
	const { names } = parseParameters(state.request.search);
	return names.length === 0 ? state : refuse('invalid_request', 'credentials-in-query');
}

const run = steps(
	requirePost<Received>,
	refuseQuery,
	readForm,
	authenticateVerintClient,
	grantRunner({ ...STANDARD_GRANTS, client_credentials: verintClientCredentialsGrant }),
	issueTokens,
);

function tokenAnswer({ token, expiresInSeconds, refreshToken }: Issued) {
	return jsonAnswer({
		access_token: token.text,
		expires_in: expiresInSeconds,
		...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
		token_type: 'Bearer',
	});
}

/** Official clients look for `error` in an answer of status 200, where a client needs that (VE-19). */
async function refusedAnswer(refused: Refused, { clients }: OAuthPorts) {
	const answer = errorAnswer(refused);
	if (answer.status !== 400 && answer.status !== 401) return answer;
	const client = refused.client === undefined ? undefined : await clients.find(refused.client);
	return client?.errorStatuses === 'original' ? { ...answer, status: 200 } : answer;
}

export const verintTokenEndpoint = tokenEndpointOf({ run, tokenAnswer, refusedAnswer });
