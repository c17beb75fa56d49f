import { systemRandom } from '../src/crypto/random';
import type { HttpMessage } from '../src/http/message';
import { openRealm, openStore } from '../src/realm/open-realm';
import type { Outcome, Realm } from '../src/realm/realm';
import type { RealmLock } from '../src/realm/settings';
import type { Store } from '../src/store/store';
import { sqliteStorage, type TestStorage } from './stores';

/** A lock that costs no Argon2id, for tests that are not about passphrases. */
export const KEY_LOCK: RealmLock = { kind: 'key', key: new Uint8Array(32).fill(9) };

export const NOON = Date.parse('2026-01-01T12:00:00Z');

export interface TestRealm {
	readonly realm: Realm;
	readonly store: Store;
	readonly storage: TestStorage;
	/** The clock of the realm; a test moves it. */
	readonly clock: { time: number; now(): number };
	close(): Promise<void>;
}

/** Opens a new realm in a place of its own, with real cryptography and a clock that stands at noon. */
export async function aRealm(
	create: () => Promise<TestStorage> = sqliteStorage,
): Promise<TestRealm> {
	const storage = await create();
	const clock = { time: NOON, now: () => clock.time };
	const store = await openStore(storage.storage, clock);
	const settings = { realm: 'default', lock: KEY_LOCK };
	const { realm } = await openRealm(settings, store, { clock, random: systemRandom });
	return {
		realm,
		store,
		storage,
		clock,
		async close() {
			await store.close();
			await storage.remove();
		},
	};
}

/** What an operation brought; the test fails with the sentence of a refusal. */
export function valueOf<T>(outcome: Outcome<T>): T {
	if (outcome.kind === 'refused') throw new Error(outcome.sentence);
	return outcome.value;
}

/** A message with only the given parts. */
export function aMessage(parts: Partial<HttpMessage> = {}): HttpMessage {
	return { method: 'POST', headerFields: [], query: {}, params: {}, body: {}, ...parts };
}
