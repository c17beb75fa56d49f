import { type Answered, emptyAnswer, errorAnswer } from '../answers';
import { authenticateClient, type WithClient } from '../client-authentication/authenticate-client';
import { type Note, refusalNote } from '../note';
import type { OAuthPorts } from '../ports';
import { isRefused, type Refused, refuse } from '../refusal';
import type { Received } from '../request';
import { endGrant } from '../steps/end-grant';
import { readForm, refuseQueryCredentials, requirePost } from '../steps/read-form';
import { steps } from '../step';

interface Revoked extends WithClient {
	readonly note: Note;
}

/** The refresh token's grant ends, or the access token; whatever it is, a hint is not needed. */
async function revokeToken(state: WithClient, ports: OAuthPorts): Promise<Revoked | Refused> {
	const text = state.form.get('token');
	if (text === undefined) return refuse('invalid_request', 'missing-parameter');
	const client = state.client.id;
	const refused = (reason: 'unknown-token' | 'foreign-token', credentialId?: string): Revoked => ({
		...state,
		note: { operation: 'token.revoke', decision: 'refused', reason, client, credentialId },
	});
	const accepted = (credentialId: string, user: string | undefined): Revoked => ({
		...state,
		note: { operation: 'token.revoke', decision: 'accepted', client, user, credentialId },
	});

	const shown = ports.proofs.parse('refreshToken', text);
	if (shown !== undefined) {
		const found = await ports.grants.findRefreshToken(shown.publicId);
		const stored = found && { ...found, grantId: found.grant.id };
		const matches = await ports.proofs.matches('refreshToken', shown, stored);
		if (found === undefined || !matches) return refused('unknown-token');
		if (found.grant.clientId !== client) return refused('foreign-token', found.grant.id);
		await endGrant(found.grant.id, ports);
		return accepted(found.grant.id, found.grant.username);
	}
	const token = await ports.accessTokens.find(text);
	if (token === undefined) return refused('unknown-token');
	if (token.clientId !== client) return refused('foreign-token', token.credentialId);
	await ports.accessTokens.revoke(token.credentialId);
	return accepted(token.credentialId, token.user);
}

const run = steps(
	requirePost<Received>,
	refuseQueryCredentials<Received>,
	readForm,
	authenticateClient,
	revokeToken,
);

/** The revocation endpoint: RFC 7009. A token that is not the client's is answered like any other. */
export async function revokeEndpoint(received: Received, ports: OAuthPorts): Promise<Answered> {
	const revoked = await run(received, ports);
	if (isRefused(revoked)) {
		return { answer: errorAnswer(revoked), notes: [refusalNote('token.revoke', revoked)] };
	}
	return { answer: emptyAnswer(), notes: [revoked.note] };
}
