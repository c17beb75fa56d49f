import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 60_000;
const POLL_MS = 200;

/** A count, once it is more than nothing: the answer to a second click may overtake what the first does. */
export async function onceThere(count: () => Promise<number>): Promise<number> {
	const late = Date.now() + LIMIT_MS;
	for (;;) {
		const found = await count();
		if (found > 0 || Date.now() > late) return found;
		await sleep(POLL_MS);
	}
}
