import type { Reply } from './party';
import { type Talk, told } from './talk';

/** One row of the battery: a request, or several that belong together. */
export interface Exchange {
	readonly id: `NT-${number}`;
	readonly what: string;
	/** Sends it, and says in few words what came of it. */
	readonly send: (talk: Talk) => Promise<string>;
}

/** A request of which the answer alone counts. */
export const single = (
	id: Exchange['id'],
	what: string,
	send: (talk: Talk) => Promise<Reply>,
): Exchange => ({ id, what, send: async (talk) => told(await send(talk)) });

/** Requests one after the other, of which every answer counts. */
export const series = (
	id: Exchange['id'],
	what: string,
	send: (talk: Talk) => AsyncIterable<Reply | string>,
): Exchange => ({
	id,
	what,
	async send(talk) {
		const outcomes: string[] = [];
		for await (const each of send(talk)) {
			outcomes.push(typeof each === 'string' ? each : told(each));
		}
		return outcomes.join(', ');
	},
});
