interface Kept {
	readonly grantId?: string;
	consumed?: number;
}

/**
 * Storage of oidc-provider in memory. Its own one forgets all but the latest thousand, grants among
 * them, so that no refresh token would last.
 */
export class MemoryAdapter {
	readonly #kept = new Map<string, Kept>();

	async upsert(id: string, kept: Kept): Promise<void> {
		this.#kept.set(id, kept);
	}

	async find(id: string): Promise<Kept | undefined> {
		return this.#kept.get(id);
	}

	async consume(id: string): Promise<void> {
		const kept = this.#kept.get(id);
		if (kept !== undefined) kept.consumed = Math.floor(Date.now() / 1_000);
	}

	async destroy(id: string): Promise<void> {
		this.#kept.delete(id);
	}

	async revokeByGrantId(grantId: string): Promise<void> {
		for (const [id, kept] of this.#kept) if (kept.grantId === grantId) this.#kept.delete(id);
	}
}
