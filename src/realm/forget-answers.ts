/** Beyond that the oldest are left to their deadline. */
const MOST_LEFT = 1000;

export interface AnswerForgetting {
	/** Does not fail: what cannot be forgotten now is left for `goOn`. */
	forget(requestId: string): Promise<void>;
	/**
	 * Forgets what was left.
	 *
	 * @throws {Fault} `store-unavailable`
	 */
	goOn(): Promise<void>;
}

/** Forgets runs that did not come about, also where the database is away when they do not. */
export function forgetAnswers(
	remove: (requestIds: readonly string[]) => Promise<void>,
	onLeft: () => void,
): AnswerForgetting {
	const left = new Set<string>();

	const goOn = async (): Promise<void> => {
		const requestIds = [...left];
		if (requestIds.length === 0) return;
		await remove(requestIds);
		for (const requestId of requestIds) left.delete(requestId);
	};

	return {
		async forget(requestId) {
			left.add(requestId);
			for (const oldest of [...left].slice(0, -MOST_LEFT)) left.delete(oldest);
			await goOn().catch(onLeft);
		},
		goOn,
	};
}
