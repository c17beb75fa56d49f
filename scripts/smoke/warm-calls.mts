import type { Answer } from '../demo/call.mts';

const WARM_CALLS = 3;
const REFUSAL_LIMIT_MS = 15_000;

/**
 * Calls one after the other without a pause. Returns once a few were accepted, and goes on until
 * one is refused: the returned function waits for that and gives the status of every call.
 */
export async function warmCalls(
	ask: () => Promise<Answer>,
): Promise<() => Promise<readonly number[]>> {
	const statuses: number[] = [];
	while (statuses.length < WARM_CALLS) statuses.push((await ask()).status);
	const deadline = Date.now() + REFUSAL_LIMIT_MS;
	const untilRefused = async () => {
		while (statuses.at(-1) === 200 && Date.now() < deadline) {
			statuses.push((await ask()).status);
		}
		return statuses;
	};
	const refused = untilRefused();
	// Whoever asked for the calls may fail before it waits for them.
	refused.catch(() => undefined);
	return async () => await refused;
}
