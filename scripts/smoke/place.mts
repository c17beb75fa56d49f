import type { Place } from '../demo/open-demo.mts';
import { queueMode } from '../n8n/queue-mode.mts';
import { findN8n } from '../runtime/n8n.mjs';
import { createDatabase } from './postgres.mts';
import { prepareQueue } from './redis.mts';

/** One process on SQLite or PostgreSQL, or the processes of queue mode on PostgreSQL and Redis. */
export type PlaceKind = 'sqlite' | 'postgres' | 'queue';

/** Something that must be undone when the run is over, however it went. */
export interface Opened {
	close(): Promise<void>;
}

/** Prepares where n8n will run; everything made on the way is added to `opened`. */
export async function preparePlace(
	kind: PlaceKind,
	folder: string,
	opened: Opened[],
): Promise<Place> {
	const anywhere = { folder, preferredPort: 0 };
	if (kind === 'sqlite') return anywhere;
	const database = await createDatabase();
	opened.push(database);
	if (kind === 'postgres') return { ...anywhere, database };
	const queue = await prepareQueue(await findN8n());
	opened.push(queue);
	return { ...anywhere, database, arrangement: queueMode(queue.environment) };
}
