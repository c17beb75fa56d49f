const TIMES = 16;
/** Quadratic time would be 256 times as long. */
const MOST = 128;
const ROUNDS = 20;

/** Milliseconds of processor time: other programs take no part in it. */
function millisecondsFor(work: (input: string) => unknown, input: string): number {
	const start = process.cpuUsage();
	work(input);
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

/**
 * Whether work on 16 times the text takes nowhere near 256 times as long. What counts is the best of a
 * few rounds, and of many where those say no: a pause of the machine makes nothing look quicker.
 *
 * @param negligible milliseconds that are no time at all
 */
export function takesLinearTime(
	work: (input: string) => unknown,
	of: (length: number) => string,
	length: number,
	negligible: number,
): boolean {
	const [input, longer] = [of(length), of(TIMES * length)];
	let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	const isLinear = (): boolean => long < MOST * Math.max(short, negligible);
	for (let round = 0; round < 3 || (round < ROUNDS && !isLinear()); round += 1) {
		short = Math.min(short, millisecondsFor(work, input));
		long = Math.min(long, millisecondsFor(work, longer));
	}
	return isLinear();
}
