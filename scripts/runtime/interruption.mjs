// @ts-check

/** The signals that ask a script to end. */
export const ENDING_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const controller = new AbortController();

// A terminal, npm and with-runtime each pass Ctrl-C on, so the same wish may arrive three times.
for (const signal of ENDING_SIGNALS) {
	process.on(signal, () => controller.abort(new Error(`Interrupted by ${signal}.`)));
}

/**
 * Aborted when this process is asked to end. Whoever imports it takes over the duty to end: waits
 * and children that listen to it stop, and what was begun is cleared away on the way out.
 */
export const interruption = controller.signal;
