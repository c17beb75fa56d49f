import type { OAuthReason, Refused } from './refusal';

/** What was decided at an endpoint. */
export type OAuthOperation =
	| 'authorization.request'
	| 'authorization.logIn'
	| 'authorization.consent'
	| 'authorization.designate'
	| 'code.issue'
	| 'link.use'
	| 'token.issue'
	| 'token.introspect'
	| 'token.revoke'
	| 'apis.list';

/** What the audit is to have of a decision: ids and names only. */
export interface Note {
	readonly operation: OAuthOperation;
	readonly decision: 'accepted' | 'refused';
	/** The true reason of a refusal, or of a grant's end. */
	readonly reason?: OAuthReason | undefined;
	readonly client?: string | undefined;
	readonly user?: string | undefined;
	/** Id of the credential or grant concerned. */
	readonly credentialId?: string | undefined;
	readonly scopes?: readonly string[] | undefined;
	/** Id of the key pair or domain key that a token was issued for. */
	readonly key?: string | undefined;
	/** By which grant a token was issued. */
	readonly grantType?: string | undefined;
}

export function refusalNote(operation: OAuthOperation, refused: Refused): Note {
	const { reason, client, user, credentialId } = refused;
	return { operation, decision: 'refused', reason, client, user, credentialId };
}
