import type { StoredGuidToken } from '../../../store/key-grants';
import type { OAuthPorts } from '../../ports';
import { type Refused, refuse } from '../../refusal';
import { endGrant } from '../../steps/end-grant';
import { whyLost } from '../../steps/ended-grant';
import { refuseEndedGrant } from '../../steps/key-grant';
import { steps } from '../../step';
import type { InteractGranted } from './issue';
import { mayActAs } from './key-secret';
import type { WithPerson } from './read-request';

interface WithRefreshToken extends WithPerson {
	readonly shown: StoredGuidToken;
}

/** Found by its keyed hash: there is nothing to compare, so that no time tells anything. */
async function findRefreshToken(
	state: WithPerson,
	ports: OAuthPorts,
): Promise<WithRefreshToken | Refused> {
	const { form, request } = state;
	const text = form.get('refresh_token');
	if (text === undefined) return refuse('invalid_request', 'missing-parameter');
	const shown = await ports.keyGrants.findToken(await ports.guidTokens.digestsOf(text));
	if (shown !== undefined) return { ...state, shown };
	ports.attempts.noteFailedClient(request.address);
	return refuse('invalid_grant', 'unknown-refresh-token');
}

async function refuseReuse({ grant }: StoredGuidToken, ports: OAuthPorts): Promise<Refused> {
	await endGrant(grant.id, { ...ports, grants: ports.keyGrants });
	return refuse('invalid_grant', 'refresh-reuse', {
		credentialId: grant.credentialId,
		user: grant.username,
	});
}

/** What the key may not do any more, it does not do by what it got when it still might. */
async function refuseKey(
	{ shown, request }: WithRefreshToken,
	credentialId: string,
	ports: OAuthPorts,
): Promise<Refused | undefined> {
	const { secretId, userId, username: user } = shown.grant;
	const proof = await ports.keyPairs.proveAgain(credentialId, secretId, request.address);
	const detail = { credentialId, user };
	if (proof.kind === 'unproven') return refuse('invalid_grant', proof.reason, detail);
	return mayActAs(proof, { id: userId })
		? undefined
		: refuse('invalid_grant', 'user-not-allowed', detail);
}

/** Nothing goes on by a password where log-ins by one were switched off. */
function refusePassword({ shown, place }: WithRefreshToken): Refused | undefined {
	return place.interactPasswordGrant
		? undefined
		: refuse('invalid_grant', 'grant-not-allowed', { user: shown.grant.username });
}

async function refuseOtherPerson(
	{ shown, personId }: WithRefreshToken,
	ports: OAuthPorts,
): Promise<Refused | undefined> {
	const { userId, credentialId, username: user } = shown.grant;
	if (personId === undefined) return undefined;
	return (await ports.users.findByPersonId(personId))?.id === userId
		? undefined
		: refuse('invalid_grant', 'user-not-allowed', { credentialId, user });
}

async function checkGrant(
	state: WithRefreshToken,
	ports: OAuthPorts,
): Promise<WithRefreshToken | Refused> {
	const { shown } = state;
	const { grant } = shown;
	if (shown.consumedAt !== undefined && grant.revokedAt === undefined) {
		return await refuseReuse(shown, ports);
	}
	const { credentialId } = grant;
	const refused =
		refuseEndedGrant(grant, ports) ??
		(credentialId === undefined
			? refusePassword(state)
			: await refuseKey(state, credentialId, ports)) ??
		(await refuseOtherPerson(state, ports));
	return refused ?? state;
}

/** Of several who come at once with the same token one gets on; the others end what it brought. */
async function rotate(
	state: WithRefreshToken,
	ports: OAuthPorts,
): Promise<InteractGranted | Refused> {
	const { shown } = state;
	const { id, credentialId, userId, username } = shown.grant;
	const { text, ...found } = ports.guidTokens.generate();
	const now = ports.clock.now();
	const taken = await ports.keyGrants.rotate(shown.digest, { ...found, createdAt: now }, now);
	if (taken === 'lost') {
		const again = await ports.keyGrants.findToken([shown.digest]);
		const ended = again && whyLost(again, 'refresh-expired');
		return ended === undefined
			? await refuseReuse(shown, ports)
			: refuse('invalid_grant', ended, { credentialId, user: username });
	}
	const key =
		credentialId === undefined ? undefined : { credentialId, isActor: true, boundKey: undefined };
	return { ...state, grantId: id, user: { id: userId, name: username }, key, refreshToken: text };
}

/** A refresh token for the next pair of tokens, once: `grant_type=refresh_token` (IN-9). */
export const refreshGrant = steps(findRefreshToken, checkGrant, rotate);
