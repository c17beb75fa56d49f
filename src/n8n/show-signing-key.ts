import type { IDataObject } from 'n8n-workflow';

import type { DescribedSigningKey } from '../realm/realm';

const iso = (instant: number): string => new Date(instant).toISOString();
const isoOrNull = (instant: number | undefined): string | null =>
	instant === undefined ? null : iso(instant);

/** A signing key as an item: everything but its values, which nothing reads. */
export function showSigningKey(key: DescribedSigningKey): IDataObject {
	const { variant, ...parameters } = key.scheme ?? { variant: null };
	return {
		credentialId: key.credentialId,
		username: key.username,
		name: key.name,
		state: key.state,
		variant,
		parameters: { ...parameters } as IDataObject,
		secrets: key.secrets.map(({ version, createdAt, endsAt }) => ({
			version,
			createdAt: iso(createdAt),
			endsAt: isoOrNull(endsAt),
		})),
		createdAt: iso(key.createdAt),
		expiresAt: isoOrNull(key.expiresAt),
		revokedAt: isoOrNull(key.revokedAt),
		lastUsedAt: isoOrNull(key.lastUse?.at),
		lastUsedAddress: key.lastUse?.address ?? null,
	};
}
