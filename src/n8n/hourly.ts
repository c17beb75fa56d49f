import type { RealmPorts } from '../realm/open-realm';

const HOUR_MILLISECONDS = 3_600_000;

/** Passes on one sentence an hour at most, so that what goes on failing does not fill n8n's log. */
export function hourly(
	clock: RealmPorts['clock'],
	tell: (sentence: string) => void,
): (sentence: string) => void {
	let toldAt = Number.NEGATIVE_INFINITY;
	return (sentence) => {
		const now = clock.now();
		if (now - toldAt < HOUR_MILLISECONDS) return;
		toldAt = now;
		tell(sentence);
	};
}
