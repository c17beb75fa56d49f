/** Gates by name, each shut until somebody opens it. */
export interface Gates {
	/** Settles once the gate is open, whether that was before or comes later. */
	passing(gate: string): Promise<void>;
	open(gate: string): void;
}

export function gates(): Gates {
	const opened = new Set<string>();
	const waiting = new Map<string, ReadonlyArray<() => void>>();
	return {
		passing: async (gate) => {
			if (opened.has(gate)) return;
			await new Promise<void>((pass) => {
				waiting.set(gate, [...(waiting.get(gate) ?? []), pass]);
			});
		},
		open: (gate) => {
			opened.add(gate);
			for (const pass of waiting.get(gate) ?? []) pass();
			waiting.delete(gate);
		},
	};
}
