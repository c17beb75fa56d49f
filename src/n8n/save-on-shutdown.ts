const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const REPEAT_MILLISECONDS = 250;

type Save = () => Promise<void>;

interface Listening {
	readonly saves: Set<Save>;
	stop(): void;
}

/** n8n may load this package more than once into a process, which then listens once all the same. */
const LISTENING = Symbol.for('n8n-nodes-incoming-api/save-on-shutdown');
const shared: typeof globalThis & { [LISTENING]?: Listening | undefined } = globalThis;

function startListening(): Listening {
	const saves = new Set<Save>();
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<unknown> | undefined;
	const saveAll = (): void => {
		// What cannot be saved now may be a moment later; n8n's log is not the place to say so.
		running ??= Promise.allSettled([...saves].map((save) => save())).finally(() => {
			running = undefined;
		});
	};
	const onSignal = (signal: NodeJS.Signals): void => {
		if (process.listenerCount(signal) === 0) {
			// Nobody else listens: then the signal has to do what it would have done without us.
			process.kill(process.pid, signal);
			return;
		}
		// Again and again: while n8n waits for executions to end, calls may still be recorded.
		timer ??= setInterval(saveAll, REPEAT_MILLISECONDS).unref();
		saveAll();
	};
	// Before n8n's own listener, so that this one can see whether there is another.
	for (const signal of SIGNALS) process.prependOnceListener(signal, onSignal);
	return {
		saves,
		stop() {
			clearInterval(timer);
			for (const signal of SIGNALS) process.off(signal, onSignal);
		},
	};
}

/**
 * Calls `save` as soon as this process is told to stop, and then repeatedly until it has. n8n gives
 * nodes no hook for that, and ends by itself: this neither delays nor prevents it. The result takes
 * `save` off again.
 */
export function saveOnShutdown(save: Save): () => void {
	const listening = (shared[LISTENING] ??= startListening());
	listening.saves.add(save);
	return () => {
		listening.saves.delete(save);
		if (listening.saves.size > 0) return;
		listening.stop();
		shared[LISTENING] = undefined;
	};
}
