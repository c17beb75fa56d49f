import { systemPorts } from '../realm/system-ports';

const DAY_MILLISECONDS = 86_400_000;
const MOST_DAYS = 36_500;

/** The moment so many days before now. */
export function daysAgo(days: number): number {
	if (days > MOST_DAYS) {
		throw new Error(`There are at most ${String(MOST_DAYS)} days to go back: choose fewer.`);
	}
	return systemPorts.clock.now() - days * DAY_MILLISECONDS;
}
