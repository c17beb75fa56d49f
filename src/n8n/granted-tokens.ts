import type { VendorFields } from '../vendors/vendor';

/** Tokens of an authorization code grant, which n8n got and keeps with the credential. */
export interface GrantedTokens {
	readonly accessToken: string;
	readonly refreshToken: string | undefined;
	/** Milliseconds since 1970; without `expires_in` the token has no end that is known. */
	readonly issuedAt: number;
	readonly expiresAt: number;
}

/** As the official SDK of Verint does (VE-34); never more than half of a token's life. */
const EARLY_MILLISECONDS = 180_000;
/** A system that forbids something a minute after it gave the token forbids it to the user. */
const YOUNG_MILLISECONDS = 60_000;

const textIn = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

/** The tokens of a credential; `undefined` before it is connected, and where no token came. */
export function grantedTokens(fields: VendorFields): GrantedTokens | undefined {
	const data = fields['oauthTokenData'];
	if (typeof data !== 'object' || data === null) return undefined;
	const members = data as Readonly<Record<string, unknown>>;
	const accessToken = textIn(members['access_token']);
	if (accessToken === undefined) return undefined;
	const refreshToken = textIn(members['refresh_token']);
	const [end, life] = [Number(members['n8n_expires_at']), Number(members['expires_in']) * 1000];
	// A renewal that was refused with status 200 left its words here, and moved the end of the old token.
	const isStated = end > 0 && life > 0 && members['error'] === undefined;
	const times = isStated
		? { issuedAt: end - life, expiresAt: end }
		: { issuedAt: 0, expiresAt: Infinity };
	return { accessToken, refreshToken, ...times };
}

export function endsSoon({ issuedAt, expiresAt }: GrantedTokens, now: number): boolean {
	return now >= expiresAt - Math.min(EARLY_MILLISECONDS, (expiresAt - issuedAt) / 2);
}

/** Whether a token may have ended where a system says so by a status: a 403 to a young one is about its user. */
export function mayHaveEnded({ issuedAt }: GrantedTokens, status: number, now: number): boolean {
	return status !== 403 || now - issuedAt >= YOUNG_MILLISECONDS;
}
