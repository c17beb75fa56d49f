import { compiledOnce, OPEN } from './compiled-once';
import { isOfAnotherPassword } from './end-password-tokens';
import type { StoredCode, StoredGrant, StoredRefreshToken } from './oauth-grants';
import type { Store } from './store';

const GRANT = [
	'oauth_grant.id as grant_id',
	'oauth_grant.client_id',
	'oauth_grant.user_id',
	'oauth_grant.consent_id',
	'oauth_grant.scopes',
	'oauth_grant.applications',
	'oauth_grant.created_at as granted_at',
	'oauth_grant.expires_at as grant_ends_at',
	'oauth_grant.revoked_at',
	'oauth_grant.acts_alone',
	'oauth_grant.password_id',
	'realm_user.name as username',
	'realm_user.enabled as user_enabled',
	'user_password.salt as current_password_id',
] as const;

/** Names as a column holds them. */
export const namesText = (names: readonly string[]): string => JSON.stringify(names);
export const namesIn = (text: string): readonly string[] => JSON.parse(text) as string[];

interface GrantColumns {
	readonly grant_id: string;
	readonly client_id: string;
	readonly user_id: string | null;
	readonly consent_id: string | null;
	readonly scopes: string;
	readonly applications: string;
	readonly granted_at: number;
	readonly grant_ends_at: number;
	readonly revoked_at: number | null;
	readonly acts_alone: 0 | 1;
	readonly password_id: string | null;
	readonly username: string | null;
	readonly user_enabled: 0 | 1 | null;
	readonly current_password_id: string | null;
}

function grantIn(row: GrantColumns): StoredGrant {
	return {
		id: row.grant_id,
		clientId: row.client_id,
		userId: row.user_id ?? undefined,
		consentId: row.consent_id ?? undefined,
		scopes: namesIn(row.scopes),
		applications: namesIn(row.applications),
		createdAt: row.granted_at,
		expiresAt: row.grant_ends_at,
		revokedAt: row.revoked_at ?? undefined,
		actsAlone: row.acts_alone === 1,
		passwordId: row.password_id ?? undefined,
		username: row.username ?? undefined,
		userEnabled: row.user_enabled === 1,
		passwordChanged: isOfAnotherPassword(row.password_id, row.current_password_id),
	};
}

interface ProofColumns extends GrantColumns {
	readonly public_id: string;
	readonly digest: string;
	readonly pepper_version: number;
	readonly created_at: number;
	readonly expires_at: number;
	readonly consumed_at: number | null;
}

const proofIn = (row: ProofColumns) => ({
	publicId: row.public_id,
	digest: row.digest,
	pepperVersion: row.pepper_version,
	createdAt: row.created_at,
	expiresAt: row.expires_at,
	consumedAt: row.consumed_at ?? undefined,
	grant: grantIn(row),
});

/** Reads grants, and what belongs to them, of one realm. */
export function grantReader({ db }: Pick<Store, 'db'>, realmId: string) {
	const grants = () =>
		db
			.selectFrom('oauth_grant')
			.leftJoin('realm_user', 'realm_user.id', 'oauth_grant.user_id')
			.leftJoin('user_password', 'user_password.user_id', 'oauth_grant.user_id')
			.where('oauth_grant.realm_id', '=', realmId);

	const byId = compiledOnce(
		'grant-by-id',
		grants().select(GRANT).where('oauth_grant.id', '=', OPEN),
	);
	const byCode = compiledOnce(
		'grant-by-code',
		grants()
			.innerJoin('authorization_code as proof', 'proof.grant_id', 'oauth_grant.id')
			.select(GRANT)
			.selectAll('proof')
			.where('proof.public_id', '=', OPEN),
	);
	const byRefreshToken = compiledOnce(
		'grant-by-refresh-token',
		grants()
			.innerJoin('refresh_token as proof', 'proof.grant_id', 'oauth_grant.id')
			.select(GRANT)
			.selectAll('proof')
			.where('proof.public_id', '=', OPEN),
	);

	return {
		async find(grantId: string): Promise<StoredGrant | undefined> {
			const [row] = (await db.executeQuery(byId([grantId]))).rows;
			return row && grantIn(row);
		},
		async findCode(publicId: string): Promise<StoredCode | undefined> {
			const [row] = (await db.executeQuery(byCode([publicId]))).rows;
			if (row === undefined) return undefined;
			const redirectUri = row.redirect_uri ?? undefined;
			return { ...proofIn(row), redirectUri, challenge: row.challenge ?? undefined };
		},
		async findRefreshToken(publicId: string): Promise<StoredRefreshToken | undefined> {
			const [row] = (await db.executeQuery(byRefreshToken([publicId]))).rows;
			return row && { ...proofIn(row), successor: row.successor ?? undefined };
		},
	};
}
