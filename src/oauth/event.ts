import type { Note } from './note';

/** What a builder can be told of by a run of the workflow. */
export const EVENT_KINDS = ['tokenIssued', 'consentGiven', 'reuseDetected', 'logInLocked'] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

export interface OAuthEvent extends Pick<
	Note,
	'client' | 'user' | 'credentialId' | 'key' | 'scopes' | 'grantType'
> {
	readonly event: EventKind;
}

function kindOf({ operation, decision, reason }: Note): EventKind | undefined {
	if (reason === 'code-reuse' || reason === 'refresh-reuse') return 'reuseDetected';
	if (reason === 'log-in-locked') return 'logInLocked';
	if (decision === 'refused') return undefined;
	if (operation === 'token.issue') return 'tokenIssued';
	return operation === 'authorization.consent' ? 'consentGiven' : undefined;
}

/** The event that a decision is, where it is one. */
export function eventOf(note: Note): OAuthEvent | undefined {
	const event = kindOf(note);
	if (event === undefined) return undefined;
	const { client, user, credentialId, key, scopes, grantType } = note;
	return { event, client, user, credentialId, key, scopes, grantType };
}
