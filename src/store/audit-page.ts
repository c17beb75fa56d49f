import { type Kysely, sql } from 'kysely';

import type { Instant } from './clock';
import { sourceOfEntry } from './migrations/0021-audit-of-a-source';
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

/** Where an entry stands among all of a realm. */
export interface Place {
	readonly time: Instant;
	readonly writer: string;
	readonly seq: number;
}

export interface PageRequest {
	readonly order: 'newest-first' | 'oldest-first';
	readonly limit: number;
	/** From behind this place on. */
	readonly after?: Place | undefined;
	/** Up to and with this place. */
	readonly upTo?: Place | undefined;
}

/** Entries that one statement looks at, where no index knows which of them are meant. */
export const LOOKED_AT_ONCE = 2000;

/**
 * The rows of a realm. Where a user or a credential is named, its index finds few rows, but SQLite
 * would rather walk all of the realm's in order than sort those few: an expression hides the realm
 * from its planner. To have the realm in those indexes too would double what an entry costs.
 */
function rowsOf(db: Kysely<Schema>, realmId: string, isFew: boolean) {
	const all = db.selectFrom('audit_entry').selectAll();
	return isFew
		? all.where(sql<string>`realm_id || ''`, '=', realmId)
		: all.where('realm_id', '=', realmId);
}

/** Rows that a filter lets through, whatever credential they are about. */
function rowsThrough(
	db: Kysely<Schema>,
	realmId: string,
	filter: AuditFilter,
	{ order, after, upTo }: Omit<PageRequest, 'limit'>,
) {
	const { from, to, user, credentialId, kind, decision, reason } = filter;
	let query = rowsOf(db, realmId, user !== undefined || credentialId !== undefined);
	if (user !== undefined) query = query.where('user_name', '=', user);
	if (from !== undefined) query = query.where('time', '>=', from);
	if (to !== undefined) query = query.where('time', '<', to);
	if (kind !== undefined) query = query.where('kind', '=', kind);
	if (decision !== undefined) query = query.where('decision', '=', decision);
	if (reason !== undefined) query = query.where('reason', '=', reason);
	const beyond = order === 'newest-first' ? '<' : '>';
	const bounds = [
		[after, beyond],
		[upTo, order === 'newest-first' ? '>=' : '<='],
	] as const;
	for (const [place, side] of bounds) {
		if (place === undefined) continue;
		const { time, writer, seq } = place;
		query = query.where(({ eb, refTuple, tuple }) =>
			eb(refTuple('time', 'writer_id', 'seq'), side, tuple(time, writer, seq)),
		);
	}
	return query;
}

/**
 * One page of a realm's audit. Entries about a credential are those that have its id, and those of
 * tokens that name it as the key behind them.
 */
export function auditPage(
	db: Kysely<Schema>,
	realmId: string,
	filter: AuditFilter,
	{ limit, ...request }: PageRequest,
) {
	const { credentialId } = filter;
	const through = rowsThrough(db, realmId, filter, request);
	const direction = request.order === 'newest-first' ? 'desc' : 'asc';
	const rows =
		credentialId === undefined
			? through
			: through
					.where('credential_id', '=', credentialId)
					.unionAll(
						through
							.where(sourceOfEntry(), '=', credentialId)
							.where(({ or, eb }) =>
								or([eb('credential_id', 'is', null), eb('credential_id', '<>', credentialId)]),
							),
					);
	return rows
		.orderBy('time', direction)
		.orderBy('writer_id', direction)
		.orderBy('seq', direction)
		.limit(limit);
}

/**
 * The place up to which a page may look, where a filter asks for what no index knows: how often that
 * is found nobody can tell, and the log may be long. `undefined` where there is nothing behind it, or
 * an index finds all.
 */
export async function endOfLook(
	db: Kysely<Schema>,
	realmId: string,
	{ kind, decision, reason, ...indexed }: AuditFilter,
	request: Pick<PageRequest, 'order' | 'after'>,
): Promise<Place | undefined> {
	if (kind === undefined && decision === undefined && reason === undefined) return undefined;
	const last = await auditPage(db, realmId, indexed, { ...request, limit: 1 })
		.offset(LOOKED_AT_ONCE - 1)
		.executeTakeFirst();
	return last && { time: Number(last.time), writer: last.writer_id, seq: Number(last.seq) };
}
