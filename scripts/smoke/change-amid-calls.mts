import type { Answer } from '../demo/call.mts';
import { watchStandstill } from './standstill.mts';
import { warmCalls, type WarmCalls } from './warm-calls.mts';

/** Makes a change while calls go on until one is refused; `longest` tells of calls and processes. */
export async function changeAmidCalls(
	change: () => Promise<unknown>,
	ask: () => Promise<Answer>,
	processes: readonly string[],
): Promise<WarmCalls> {
	const alive = watchStandstill(processes);
	try {
		const stop = await warmCalls(ask);
		await change();
		const { statuses, longest } = await stop();
		return { statuses, longest: Math.max(longest, await alive()) };
	} finally {
		await alive();
	}
}
