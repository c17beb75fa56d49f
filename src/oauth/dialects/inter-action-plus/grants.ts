import type { Consent } from '../../../store/consents';
import type { WithClient } from '../../client-authentication/authenticate-client';
import type { OAuthUser } from '../../client';
import { requireConfidential } from '../../grants/client-credentials';
import type { OAuthPorts } from '../../ports';
import { isRefused, type Refused, refuse } from '../../refusal';
import { findShareOf } from '../../steps/find-share';
import type { Granted } from '../../steps/issue-tokens';
import { startGrantAlone } from '../../steps/start-grant';
import { steps } from '../../step';

interface WithDesignation extends WithClient {
	readonly designation: Consent;
	readonly user: OAuthUser;
}

/** No token before an administrator has set the client up (IA-4), and for that user alone. */
async function findDesignation(
	state: WithClient,
	{ consents, users }: OAuthPorts,
): Promise<WithDesignation | Refused> {
	const designation = await consents.findDesignation(state.client.id);
	const user = designation && (await users.findById(designation.userId));
	if (designation === undefined || user === undefined) {
		return refuse('invalid_grant', 'set-up-missing');
	}
	const detail = { user: user.name, credentialId: designation.id };
	if (!user.enabled) return refuse('invalid_grant', 'user-disabled', detail);
	const asked = state.form.get('username');
	const another = asked !== undefined && (await users.findByName(asked))?.id !== user.id;
	if (another) return refuse('invalid_grant', 'user-not-allowed', detail);
	return { ...state, designation, user };
}

/** A grant that rests on the consent, so that it ends with it. */
async function startGrant(state: WithDesignation, ports: OAuthPorts): Promise<Granted | Refused> {
	const { client, designation, user } = state;
	const share = await findShareOf(designation, state.form.get('scope'), state, ports);
	if (isRefused(share)) return share;
	const { scopes, application } = share;
	const applications = application === undefined ? [] : [application];
	const granted = { client, user, consentId: designation.id, scopes, applications };
	const grantId = await startGrantAlone(granted, ports);
	return { ...state, ...share, grantId, refreshToken: undefined, actsAlone: false };
}

/** Client credentials of a client that was set up: it acts as the designated user. */
const designatedGrant = steps(requireConfidential<WithClient>, findDesignation, startGrant);

/** Grants that are others for a client which has to be set up. */
export const SET_UP_GRANTS = {
	client_credentials: designatedGrant,
	// Nobody but an administrator says as whom such a client acts.
	password: (): Refused => refuse('unsupported_grant_type', 'set-up-missing'),
};
