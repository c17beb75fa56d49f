import { type Kysely, sql } from 'kysely';

import type { Instant } from './clock';
import type { Schema } from './schema';

export interface AuditFilter {
	/** From this moment on. */
	readonly from?: Instant;
	/** Before this moment. */
	readonly to?: Instant;
	readonly user?: string;
	readonly credentialId?: string;
	readonly kind?: string;
	readonly decision?: string;
	readonly reason?: string;
}

export interface PageRequest {
	readonly order: 'newest-first' | 'oldest-first';
	readonly limit: number;
	/** The place of the last entry of the page before. */
	readonly after?:
		{ readonly time: Instant; readonly writer: string; readonly seq: number } | undefined;
}

/**
 * The rows of a realm. Where a user or a credential is named, its index finds few rows, but SQLite
 * would rather walk all of the realm's in order than sort those few: an expression hides the realm
 * from its planner. To have the realm in those indexes too would double what an entry costs.
 */
function rowsOf(db: Kysely<Schema>, realmId: string, { user, credentialId }: AuditFilter) {
	const all = db.selectFrom('audit_entry').selectAll();
	if (user === undefined && credentialId === undefined) return all.where('realm_id', '=', realmId);
	let few = all.where(sql<string>`realm_id || ''`, '=', realmId);
	if (user !== undefined) few = few.where('user_name', '=', user);
	if (credentialId !== undefined) few = few.where('credential_id', '=', credentialId);
	return few;
}

/** One page of a realm's audit. */
export function auditPage(
	db: Kysely<Schema>,
	realmId: string,
	filter: AuditFilter,
	{ order, limit, after }: PageRequest,
) {
	const { from, to, kind, decision, reason } = filter;
	const direction = order === 'newest-first' ? 'desc' : 'asc';
	let query = rowsOf(db, realmId, filter)
		.orderBy('time', direction)
		.orderBy('writer_id', direction)
		.orderBy('seq', direction)
		.limit(limit);
	if (from !== undefined) query = query.where('time', '>=', from);
	if (to !== undefined) query = query.where('time', '<', to);
	if (kind !== undefined) query = query.where('kind', '=', kind);
	if (decision !== undefined) query = query.where('decision', '=', decision);
	if (reason !== undefined) query = query.where('reason', '=', reason);
	if (after === undefined) return query;
	const beyond = direction === 'desc' ? '<' : '>';
	return query.where(({ eb, refTuple, tuple }) =>
		eb(refTuple('time', 'writer_id', 'seq'), beyond, tuple(after.time, after.writer, after.seq)),
	);
}
