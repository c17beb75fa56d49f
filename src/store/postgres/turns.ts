/** How a turn ended: only what succeeded shows that waiting is worth it. */
export type TurnEnd = (how: 'succeeded' | 'failed') => void;

/** Lets so many do something at a time; the others wait in order. */
export interface Turns {
	/** Resolves to what ends the turn, or to `undefined` where for too long none has succeeded. */
	take(): Promise<TurnEnd | undefined>;
}

/** Waiting goes on for as long as others get done, so that a burst is no outage. */
export function turns(most: number, patienceMilliseconds: number): Turns {
	let waiting: ((end: TurnEnd | undefined) => void)[] = [];
	let running = 0;
	let timer: NodeJS.Timeout | undefined;

	const giveUp = (): void => {
		const given = waiting;
		waiting = [];
		timer = undefined;
		for (const resolve of given) resolve(undefined);
	};
	const end: TurnEnd = (how) => {
		if (how === 'succeeded') timer?.refresh();
		const next = waiting.shift();
		if (next === undefined) running--;
		else next(end);
		if (waiting.length > 0) return;
		clearTimeout(timer);
		timer = undefined;
	};

	return {
		take() {
			if (running < most) {
				running++;
				return Promise.resolve(end);
			}
			timer ??= setTimeout(giveUp, patienceMilliseconds);
			return new Promise((resolve) => {
				waiting.push(resolve);
			});
		},
	};
}
