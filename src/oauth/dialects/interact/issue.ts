import type { Instant } from '../../../store/clock';
import type { IssuedToken, OAuthPorts } from '../../ports';
import { issueKeyToken, type KeyGranted } from '../../steps/key-grant';
import type { WithPerson } from './read-request';

export interface InteractGranted extends KeyGranted, WithPerson {
	/** A GUID. */
	readonly refreshToken: string;
}

export interface InteractIssued extends InteractGranted {
	readonly token: IssuedToken;
	readonly issuedAt: Instant;
	readonly expiresAt: Instant;
}

const LIFETIME_SECONDS = 1200;

export async function issue(state: InteractGranted, ports: OAuthPorts): Promise<InteractIssued> {
	const issuedAt = ports.clock.now();
	const token = await issueKeyToken(state, LIFETIME_SECONDS, ports);
	return { ...state, token, issuedAt, expiresAt: issuedAt + LIFETIME_SECONDS * 1000 };
}
