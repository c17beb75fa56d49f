import { setTimeout as sleep } from 'node:timers/promises';
import { CONTEXT, messageWith, POLICY } from './calls.mts';
import type { BenchRealm } from './open.mts';

/**
 * Decides calls that arrive at a fixed rate, whether or not those before are done: a closed loop
 * would hide how long they queue. Gives how long each took from its arrival, in milliseconds.
 */
export async function steadyLoad(
	{ realm, apiKeys }: BenchRealm,
	perSecond: number,
	milliseconds: number,
): Promise<readonly number[]> {
	const took: number[] = [];
	const running: Promise<void>[] = [];
	const started = performance.now();
	const call = async (number: number): Promise<void> => {
		const arrival = started + (number * 1_000) / perSecond;
		await realm.authenticate(messageWith(apiKeys[number % apiKeys.length] ?? ''), POLICY, CONTEXT);
		took.push(performance.now() - arrival);
	};
	const total = Math.round((milliseconds * perSecond) / 1_000);
	while (running.length < total) {
		const due = Math.min(total, ((performance.now() - started) * perSecond) / 1_000);
		while (running.length < due) running.push(call(running.length));
		await sleep(1);
	}
	await Promise.all(running);
	return took;
}
