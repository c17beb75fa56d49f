import { resourceOf } from '../oauth/resource';
import type { Instant } from '../store/clock';
import type { KeptIssuer } from './kept-issuer';
import type { TokenKeys } from './token-keys';

/** A JWT is three parts; looked at before anything is decoded. */
const SHAPE = /^[\w-]{10,2000}\.[\w-]{10,8000}\.[\w-]{40,2000}$/;

const TYPES = ['at+jwt', 'application/at+jwt'];
const REQUIRED = ['iss', 'aud', 'exp', 'iat', 'jti', 'sub', 'client_id'];

/** Access tokens that are JWTs: RFC 9068. */
export interface SignedTokens {
	/**
	 * The public id of the token's row, where the JWT is ours and in date; the row decides the rest.
	 * RFC 9068 section 4.
	 */
	tokenIdIn(
		text: string,
		now: Instant,
	): Promise<{ readonly tokenId: string } | 'malformed' | 'expired' | 'mismatch'>;
}

export function signedTokens(keys: TokenKeys, issuers: Pick<KeptIssuer, 'find'>): SignedTokens {
	return {
		async tokenIdIn(text, now) {
			if (!SHAPE.test(text)) return 'malformed';
			const issuer = await issuers.find();
			if (issuer === undefined) return 'malformed';
			const verify = await keys.verifier();
			const verified = await verify(text, {
				algorithms: ['EdDSA', 'RS256'],
				issuer,
				types: TYPES,
				requiredClaims: REQUIRED,
				now,
				toleranceSeconds: 0,
			});
			if (verified.kind === 'refused') return verified.reason;
			const { aud, jti } = verified.claims;
			const forUs = (each: string): boolean =>
				each === issuer || each.startsWith(resourceOf(issuer, ''));
			const isForUs = [aud ?? []].flat().some(forUs);
			return isForUs && jti !== undefined ? { tokenId: jti } : 'mismatch';
		},
	};
}
