import type { Instant } from '../store/clock';
import type { StoredSecret } from '../store/secrets';
import type { OpenedDatasource } from './change-datasource';
import { quoted } from './name';
import { refused } from './outcome';

/** A secret key as it can be shown: everything but its value. */
export interface DescribedSecret {
	/** Stays the same for the whole life of the key. */
	readonly credentialId: string;
	readonly datasource: string;
	readonly name: string;
	readonly note: string;
	/** `damaged` where its rows do not say what the datasource says, or its value does not open. */
	readonly state: 'active' | 'disabled' | 'expired' | 'damaged';
	readonly version: number;
	/** Comma-separated; those of the datasource when it has none of its own. */
	readonly allowedDomains: string;
	readonly expiresAt: Instant | undefined;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
}

export const unknownSecret = (datasource: string, name: string) =>
	refused(
		`There is no secret key ${quoted(name)} in the datasource ${quoted(datasource)}: choose one from the list or create it first.`,
	);

export const damagedSecret = (datasource: string, name: string) =>
	refused(
		`The secret key ${quoted(name)} in the datasource ${quoted(datasource)} was changed in the database by hand, or is damaged: delete it and create it again.`,
	);

export function describeSecret(
	opened: OpenedDatasource,
	secret: StoredSecret,
	now: Instant,
): DescribedSecret {
	const { stored, vault, hosts } = opened;
	const { id, name, note, version, value, enabled, expiresAt } = secret;
	const own = value?.allowedDomains ?? '';
	const state = !enabled
		? 'disabled'
		: expiresAt !== undefined && expiresAt <= now
			? 'expired'
			: 'active';
	return {
		credentialId: id,
		datasource: stored.name,
		name,
		note,
		state: vault.read(opened.state, secret).kind === 'read' ? state : 'damaged',
		version,
		allowedDomains: own === '' ? hosts : own,
		expiresAt,
		createdAt: secret.createdAt,
		updatedAt: secret.updatedAt,
	};
}
