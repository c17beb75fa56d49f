import type { IDataObject } from 'n8n-workflow';

import {
	type AuditEntry,
	type DescribedApiKey,
	describeFinding,
	type Finding,
	type Outcome,
	type Pruned,
	type User,
	type Verified,
} from '../realm/realm';

const iso = (instant: number): string => new Date(instant).toISOString();

/** Applies `show` to what an operation brought, if it brought something. */
export function shown<T>(
	outcome: Outcome<T>,
	show: (value: T) => IDataObject,
): Outcome<IDataObject> {
	return outcome.kind === 'done' ? { kind: 'done', value: show(outcome.value) } : outcome;
}

/** A list as items. */
export function shownAll<T>(
	values: readonly T[],
	show: (value: T) => IDataObject,
): Outcome<readonly IDataObject[]> {
	return { kind: 'done', value: values.map(show) };
}

/** A user as an item. */
export function showUser(user: User): IDataObject {
	return {
		username: user.name,
		displayName: user.displayName,
		enabled: user.enabled,
		createdAt: iso(user.createdAt),
		updatedAt: iso(user.updatedAt),
	};
}

/** An API key as an item: its text is not among what a realm knows. */
export function showApiKey(key: DescribedApiKey): IDataObject {
	return {
		credentialId: key.credentialId,
		username: key.username,
		name: key.name,
		state: key.state,
		createdAt: iso(key.createdAt),
		expiresAt: key.expiresAt === undefined ? null : iso(key.expiresAt),
		revokedAt: key.revokedAt === undefined ? null : iso(key.revokedAt),
	};
}

/** An audit entry as an item. */
export function showAuditEntry({ writer, seq, time, content }: AuditEntry): IDataObject {
	return { ...content, time: iso(time), writer, seq };
}

function showFinding(finding: Finding): IDataObject {
	const { place, writer, seq, wrong } = finding;
	return { place, writer: writer ?? null, seq, wrong, message: describeFinding(finding) };
}

/** What verifying the audit brought, as an item. */
export function showVerified({ findings, entries, chains, heads }: Verified): IDataObject {
	return { ok: findings.length === 0, entries, chains, heads, findings: findings.map(showFinding) };
}

/** What deleting old audit entries brought, as an item. */
export function showPruned({ deleted, finding }: Pruned): IDataObject {
	return { deleted, stoppedBy: finding ? showFinding(finding) : null };
}
