const WIDTH = 30;
const BETWEEN_SIGNS_MILLISECONDS = 100;
const WIPE = '\r\u001b[2K';

/** Says how far a work is. */
export type Show = (done: number, total: number) => void;

/**
 * Shows how far a long work is, on a terminal and nowhere else. The line is empty afterwards: when it is
 * done, when it fails, and when Ctrl-C ends it.
 */
export async function withProgressBar<T>(
	terminal: NodeJS.WriteStream,
	label: string,
	work: (show: Show) => Promise<T>,
	now: () => number = () => performance.now(),
): Promise<T> {
	let shownAt = -Infinity;
	const wipe = (): void => {
		if (shownAt >= 0) terminal.write(WIPE);
	};
	const interrupted = (): void => {
		wipe();
		process.kill(process.pid, 'SIGINT');
	};
	if (!terminal.isTTY) return await work(() => undefined);
	// Once: the second one, ours, ends the process.
	process.once('SIGINT', interrupted);
	try {
		return await work((done, total) => {
			if (now() - shownAt < BETWEEN_SIGNS_MILLISECONDS) return;
			shownAt = now();
			const share = total === 0 ? 1 : Math.min(1, done / total);
			const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
			terminal.write(`\r${label} [${bar}] ${String(done)} of ${String(total)} rows`);
		});
	} finally {
		process.off('SIGINT', interrupted);
		wipe();
	}
}
