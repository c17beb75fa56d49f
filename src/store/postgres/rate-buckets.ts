import type { QueryResultRow } from 'pg';

import type { RateBuckets, Take, Taken } from '../rate-buckets';
import type { Connections } from './connections';

/** Buckets that are full again are deleted after so many decisions of this process. */
const DECISIONS_BETWEEN_CLEANINGS = 1000;
const MOST_CLEANED = 10_000;

/** A bucket further ahead than this was written before the server's clock was set back. */
const CLOCK_STEP_MICROSECONDS = 1_000_000;

/**
 * The statement that takes from so many buckets, one behind the other. The database's clock counts,
 * so that clocks of processes do not matter. `excluded.tat` is now plus one interval; a bucket from
 * before a step of the clock is put one microsecond beyond its capacity, which is refused too.
 */
function takeStatement(count: number): string {
	const place = (index: number) => {
		const [bucket, interval, capacity] = [2, 3, 4].map(
			(offset) => `$${String(index * 3 + offset)}`,
		);
		return {
			bucket: `${bucket}::text`,
			interval: `${interval}::bigint`,
			capacity: `${capacity}::bigint`,
		};
	};
	const parts = Array.from({ length: count }, (_, index) => {
		const { bucket, interval, capacity } = place(index);
		const before = `taken${String(index - 1)}`;
		const from =
			index === 0
				? 'moment'
				: `moment, ${before} where ${before}.tat <= now + ${place(index - 1).capacity}`;
		const now = `(excluded.tat - ${interval})`;
		const next = `greatest(held.tat + ${interval}, excluded.tat)`;
		const stepped = `held.tat > ${now} + ${capacity} + ${String(CLOCK_STEP_MICROSECONDS)}`;
		return `taken${String(index)} as (
			insert into rate_bucket as held (realm_id, bucket, tat)
			select $1, ${bucket}, now + ${interval} from ${from}
			on conflict (realm_id, bucket) do update
			set tat = case when ${stepped} then ${now} + ${capacity} + 1 else ${next} end
			where ${next} <= ${now} + ${capacity} or ${stepped}
			returning tat)`;
	});
	const columns = Array.from({ length: count }, (_, index) => {
		const name = String(index);
		return `(select tat - now from taken${name}) as taken${name}, (select tat - now from rate_bucket
			where realm_id = $1 and bucket = ${place(index).bucket}) as before${name}`;
	});
	return `with moment as materialized (
			select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now),
		${parts.join(', ')} select ${columns.join(', ')} from moment`;
}

/** Skips what a decision holds: the two must never wait for each other. */
const CLEAN = `delete from rate_bucket where (realm_id, bucket) in (
	select realm_id, bucket from rate_bucket
	where tat < (extract(epoch from clock_timestamp()) * 1000000)::bigint
	limit ${String(MOST_CLEANED)} for update skip locked)`;

function takenIn(row: QueryResultRow, { capacity, interval }: Take, index: number): Taken {
	const taken: unknown = row[`taken${String(index)}`];
	if (taken !== null && Number(taken) <= capacity) return { allowed: true, ahead: Number(taken) };
	// Read as the statement began, so that it may lag behind the calls by which this one was refused.
	const before = Number(row[`before${String(index)}`] ?? capacity);
	const least = capacity - interval + 1;
	return { allowed: false, ahead: Math.min(capacity, Math.max(least, before)) };
}

/** Buckets that all processes share. A decision is one statement, whatever the number of buckets. */
export function postgresBuckets(connections: Connections, realmId: string): RateBuckets {
	const statements = new Map<number, string>();
	let decisions = 0;

	const clean = (): void => {
		// What could not be deleted now is deleted another time.
		connections.run((client) => client.query(CLEAN)).catch(() => undefined);
	};

	return {
		async take(takes) {
			if (takes.length === 0) return [];
			const text = statements.get(takes.length) ?? takeStatement(takes.length);
			statements.set(takes.length, text);
			const values = takes.flatMap(({ bucket, interval, capacity }) => [
				bucket,
				interval,
				capacity,
			]);
			const query = { name: `take-${String(takes.length)}`, text, values: [realmId, ...values] };
			const { rows } = await connections.run((client) => client.query<QueryResultRow>(query));
			decisions++;
			if (decisions % DECISIONS_BETWEEN_CLEANINGS === 0) clean();
			const results = takes.map((take, index) => takenIn(rows[0] ?? {}, take, index));
			const refused = results.findIndex(({ allowed }) => !allowed);
			return refused === -1 ? results : results.slice(0, refused + 1);
		},
	};
}
