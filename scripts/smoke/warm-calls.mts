import type { Answer } from '../demo/call.mts';

const WARM_CALLS = 3;
const REFUSAL_LIMIT_MS = 60_000;

export interface WarmCalls {
	readonly statuses: readonly number[];
	/** The longest time that one of them took, in milliseconds. */
	readonly longest: number;
}

/**
 * Calls one after the other without a pause. Returns once a few were accepted, and goes on until
 * one is refused: the returned function waits for that.
 */
export async function warmCalls(ask: () => Promise<Answer>): Promise<() => Promise<WarmCalls>> {
	const statuses: number[] = [];
	let longest = 0;
	const askOnce = async (): Promise<void> => {
		const asked = performance.now();
		statuses.push((await ask()).status);
		longest = Math.max(longest, performance.now() - asked);
	};
	while (statuses.length < WARM_CALLS) await askOnce();
	const deadline = Date.now() + REFUSAL_LIMIT_MS;
	const untilRefused = async (): Promise<WarmCalls> => {
		while (statuses.at(-1) === 200 && Date.now() < deadline) await askOnce();
		return { statuses, longest };
	};
	const refused = untilRefused();
	// Whoever asked for the calls may fail before it waits for them.
	refused.catch(() => undefined);
	return async () => await refused;
}
