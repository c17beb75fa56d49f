import type { KeyPairProof } from '../../../authentication/key-pair';
import type { OAuthUser } from '../../client';
import type { OAuthPorts } from '../../ports';
import { type Refused, refuse } from '../../refusal';
import { startKeyGrant } from '../../steps/key-grant';
import { steps } from '../../step';
import type { InteractGranted } from './issue';
import type { WithPerson } from './read-request';

type Proven = Extract<KeyPairProof, { kind: 'proven' }>;

interface WithPair extends WithPerson {
	readonly pair: Proven;
}

interface WithUser extends WithPair {
	readonly user: OAuthUser;
}

const BETWEEN = '__';

/** Key and secret, divided at the first `__`, which no key holds (IN-4). */
async function provePair(state: WithPerson, ports: OAuthPorts): Promise<WithPair | Refused> {
	const { form, request } = state;
	const code = form.get('code');
	if (code === undefined || form.get('context') !== 'KeySecret') {
		return refuse('invalid_request', 'missing-parameter');
	}
	const at = code.indexOf(BETWEEN);
	const key = at === -1 ? code : code.slice(0, at);
	const secret = at === -1 ? '' : code.slice(at + BETWEEN.length);
	const proof = await ports.keyPairs.prove(key, secret, request.address);
	if (proof.kind === 'proven') return { ...state, pair: proof };
	ports.attempts.noteFailedClient(request.address);
	return refuse('invalid_grant', proof.reason, { credentialId: proof.credentialId });
}

/** Whether the holder of a key pair may act as a user (IN-5). */
export function mayActAs({ actAs, users }: Proven, { id }: Pick<OAuthUser, 'id'>): boolean {
	return actAs === 'any' || (actAs === 'listed' && users.some((user) => user.id === id));
}

/** Whatever is wrong with the person looks like a wrong key: nobody learns who there is. */
async function findPerson(state: WithPair, ports: OAuthPorts): Promise<WithUser | Refused> {
	const { pair, personId } = state;
	const { credentialId } = pair;
	if (personId === undefined) return refuse('invalid_request', 'missing-parameter');
	const user = await ports.users.findByPersonId(personId);
	if (user === undefined) return refuse('invalid_grant', 'unknown-user', { credentialId });
	const detail = { credentialId, user: user.name };
	if (!mayActAs(pair, user)) return refuse('invalid_grant', 'user-not-allowed', detail);
	return user.enabled ? { ...state, user } : refuse('invalid_grant', 'user-disabled', detail);
}

async function startGrant(state: WithUser, ports: OAuthPorts): Promise<InteractGranted> {
	const { pair, user } = state;
	const { credentialId, secretId } = pair;
	const { text, ...found } = ports.guidTokens.generate();
	const first = { ...found, createdAt: ports.clock.now() };
	const grantId = await startKeyGrant(state, { credentialId, secretId, user }, first, ports);
	const key = { credentialId, isActor: true, boundKey: undefined };
	return { ...state, grantId, key, refreshToken: text };
}

/** Key and secret for a token that acts as a person: `grant_type=authorization_code`. */
export const keySecretGrant = steps(provePair, findPerson, startGrant);
