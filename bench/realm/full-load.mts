import type { Variant } from '../measure/slice.mts';
import { CONTEXT, messageWith, POLICY } from './calls.mts';
import type { BenchRealm } from './open.mts';

/** Calls that wait for their answer at the same time. */
export const IN_FLIGHT = 512;
const BATCH = 4_096;

/** Decides calls with their durable audit rows, many at once. */
export function fullLoad({ realm, apiKeys }: BenchRealm): Variant {
	const messages = apiKeys.map(messageWith);
	const lane = async (first: number): Promise<void> => {
		for (let call = first; call < BATCH; call += IN_FLIGHT) {
			const message = messages[call % messages.length] as (typeof messages)[number];
			const { kind } = await realm.authenticate(message, POLICY, CONTEXT);
			if (kind !== 'accepted') throw new Error(`A call under full load was ${kind}.`);
		}
	};
	return {
		name: 'decision and durable row',
		async batch() {
			await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => lane(index)));
			return BATCH;
		},
	};
}
