/** How often kept answers are looked through for those whose time is over. */
export const SWEEP_SECONDS = 60;

export interface AnswerSweeper {
	/** Sweeps from now on until nothing is left. */
	start(): void;
	stop(): void;
}

/** The clock runs only while there are answers. It does not keep the process alive. */
export function sweepAnswers(sweep: () => Promise<number>): AnswerSweeper {
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;

	const start = (): void => {
		if (stopped) return;
		timer ??= setTimeout(() => void run(), SWEEP_SECONDS * 1000).unref();
	};
	const run = async (): Promise<void> => {
		// What cannot be deleted now is deleted another time; nobody can read it by then.
		const left = await sweep().catch(() => 1);
		timer = undefined;
		if (left > 0) start();
	};

	return {
		start,
		stop() {
			stopped = true;
			clearTimeout(timer);
		},
	};
}
