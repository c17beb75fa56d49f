import { issueAccessToken } from '../administration/issue-access-token';
import { ACCESS_TOKEN_BRAND, whyEnded } from '../authentication/access-token';
import { type Environment, parseCredential } from '../crypto/credential-text';
import type {
	AccessTokenPorts,
	ClientTokenRequest,
	KnownKeyToken,
	KnownToken,
	TokenRequest,
} from '../oauth/ports';
import { resourceOf } from '../oauth/resource';
import { formatScope } from '../oauth/scope';
import { type AccessTokens, type KnownAccessToken, ownerOf } from '../store/access-tokens';
import type { Applications } from '../store/applications';
import { Fault } from '../store/fault';
import type { RealmParts } from './realm';
import type { DigestsOf } from './realm-digests';
import type { SignedTokens } from './signed-tokens';
import type { TokenKeys } from './token-keys';

interface OAuthTokenDeps {
	readonly parts: RealmParts;
	readonly environment: Environment;
	readonly tokens: AccessTokens;
	readonly applications: Pick<Applications, 'find'>;
	readonly digestsOf: DigestsOf;
	readonly tokenKeys: Pick<TokenKeys, 'signer'>;
	readonly signed: SignedTokens;
	readonly announce: () => Promise<void>;
}

/** To whom a token belongs, and who acts where that is not its user. */
function holderOf(request: TokenRequest) {
	const { client, user } = request;
	if (client === undefined) {
		if (request.key === undefined) return { clientId: undefined };
		const { credentialId, isActor, boundKey } = request.key;
		return {
			clientId: undefined,
			sourceId: credentialId,
			...(isActor ? { actor: { type: 'apiKey' as const, id: credentialId } } : {}),
			...(boundKey === undefined ? {} : { boundKey }),
		};
	}
	const actor = { actor: { type: 'client' as const, id: client.id } };
	const isActor = request.actsAlone && user !== undefined;
	return { clientId: client.id, ...(isActor ? actor : {}) };
}

const deletedMeanwhile = (): Fault =>
	new Fault('store-unavailable', 'What the token is for was deleted meanwhile.');

/** The realm's access tokens, as the endpoints of the authorization server need them. */
export function oauthAccessTokens(deps: OAuthTokenDeps): AccessTokenPorts {
	const { parts, environment, tokens, applications, digestsOf, tokenKeys, announce } = deps;
	const { clock, random, keys } = parts;
	const issuing = {
		tokens,
		newestDigests: () => ({
			digests: digestsOf(undefined),
			pepperVersion: keys.newest().version,
		}),
		clock,
		random,
		brand: ACCESS_TOKEN_BRAND,
		environment,
	};

	/** RFC 9068: what the row says, signed; the row goes on deciding. */
	const jwtOf = async (tokenId: string, request: ClientTokenRequest, issuedAt: number) => {
		const { client, user, scopes, application, place, expiresAt } = request;
		const sign = await tokenKeys.signer(place.tokenAlgorithm);
		return await sign('at+jwt', {
			iss: place.issuer,
			sub: user?.id ?? client.id,
			aud: application === undefined ? place.issuer : resourceOf(place.issuer, application),
			client_id: client.id,
			jti: tokenId,
			iat: Math.floor(issuedAt / 1000),
			exp: Math.floor(expiresAt / 1000),
			...(scopes.length === 0 ? {} : { scope: formatScope(scopes) }),
		});
	};

	const findKnown = async (text: string): Promise<KnownAccessToken | undefined> => {
		const shown = parseCredential(text);
		if (shown === undefined) {
			const found = await deps.signed.tokenIdIn(text, clock.now());
			return typeof found === 'string' ? undefined : await tokens.findByPublicId(found.tokenId);
		}
		if (shown.brand !== ACCESS_TOKEN_BRAND || shown.environment !== environment) return undefined;
		const token = await tokens.findByPublicId(shown.publicId);
		if (token !== undefined) await keys.need(token.pepperVersion);
		const stored = token && { ...ownerOf(token), digest: token.digest };
		const matches = digestsOf(token?.pepperVersion).matches('accesstoken', shown, stored);
		return matches ? token : undefined;
	};

	return {
		async issue(request) {
			const { grantId, user, scopes, application, expiresAt, place } = request;
			const now = clock.now();
			const found = application === undefined ? undefined : await applications.find(application);
			if (application !== undefined && found === undefined) throw deletedMeanwhile();
			const issued = await issueAccessToken(issuing, {
				...(grantId === undefined ? {} : { familyId: grantId }),
				userId: user?.id,
				...holderOf(request),
				scopes,
				dialect: place.dialect,
				...(found === undefined ? {} : { applicationId: found.id }),
				lifetimeSeconds: (expiresAt - now) / 1000,
			});
			if (issued === 'user-unknown') throw deletedMeanwhile();
			const { accessToken, credentialId } = issued;
			const tokenId = parseCredential(accessToken)?.publicId ?? '';
			const isJwt = request.client !== undefined && request.format === 'jwt';
			const text = isJwt ? await jwtOf(tokenId, request, now) : accessToken;
			return { text, credentialId };
		},
		async find(text): Promise<KnownToken | undefined> {
			const token = await findKnown(text);
			if (token?.clientId === undefined) return undefined;
			const userIsIn = token.userId === undefined || token.userEnabled;
			return {
				credentialId: token.credentialId,
				clientId: token.clientId,
				subject: token.userId ?? token.clientId,
				user: token.username,
				scopes: token.scopes,
				application: token.application,
				issuedAt: token.issuedAt,
				expiresAt: token.expiresAt,
				active: whyEnded(token, clock.now()) === undefined && userIsIn,
			};
		},
		async findOfKey(text): Promise<KnownKeyToken | undefined> {
			const token = await findKnown(text);
			const { source, userId, username } = token ?? {};
			if (token === undefined || source === undefined) return undefined;
			if (userId === undefined || username === undefined) return undefined;
			const ended = whyEnded(token, clock.now());
			return {
				credentialId: token.credentialId,
				grantId: token.familyId,
				user: { id: userId, name: username },
				keyId: source.credentialId,
				isOfDomainKey: source.domainKey !== undefined,
				dialect: token.dialect,
				boundKey: token.boundKey,
				ended: ended ?? (token.userEnabled ? undefined : 'user-disabled'),
			};
		},
		async revoke(credentialId) {
			await tokens.revoke(credentialId, clock.now());
			await announce();
		},
		async revokeOfGrants(grantIds) {
			await tokens.revokeFamilies(grantIds, clock.now());
			await announce();
		},
	};
}
