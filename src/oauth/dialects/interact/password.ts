import type { OAuthPorts } from '../../ports';
import { isRefused, type Refused, refuse } from '../../refusal';
import { startKeyGrant } from '../../steps/key-grant';
import { logInByForm } from '../../steps/log-in';
import { steps } from '../../step';
import type { InteractGranted } from './issue';
import type { WithPerson } from './read-request';

function refuseWhereOff(state: WithPerson): WithPerson | Refused {
	return state.place.interactPasswordGrant
		? state
		: refuse('unsupported_grant_type', 'grant-not-allowed');
}

/** A user acts as nobody else: whoever names a person wants what a key is for. */
function refusePerson(state: WithPerson): WithPerson | Refused {
	const isAlone = state.personId === undefined && state.form.get('context') === undefined;
	return isAlone ? state : refuse('invalid_request', 'malformed-parameter');
}

async function logInUser(state: WithPerson, ports: OAuthPorts): Promise<InteractGranted | Refused> {
	const loggedIn = await logInByForm(state, ports);
	if (isRefused(loggedIn)) return loggedIn;
	const { user, passwordId } = loggedIn;
	const { text, ...found } = ports.guidTokens.generate();
	const first = { ...found, createdAt: ports.clock.now() };
	const granted = { credentialId: undefined, secretId: passwordId, user };
	const grantId = await startKeyGrant(state, granted, first, ports);
	return { ...state, grantId, user, key: undefined, refreshToken: text };
}

/** A user's name and password for a token of the user: `grant_type=password`, where it is on (IN-10). */
export const passwordGrant = steps(refuseWhereOff, refusePerson, logInUser);
