import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemRandom } from '../src/crypto/random';
import type { HttpMessage } from '../src/http/message';
import { openRealm, openStore } from '../src/realm/open-realm';
import type { Outcome, Policy, Realm } from '../src/realm/realm';
import type { RealmLock } from '../src/realm/settings';
import type { Store } from '../src/store/store';

/** A lock that costs no Argon2id, for tests that are not about passphrases. */
export const KEY_LOCK: RealmLock = { kind: 'key', key: new Uint8Array(32).fill(9) };

export const NOON = Date.parse('2026-01-01T12:00:00Z');

export interface TestRealm {
	readonly realm: Realm;
	readonly store: Store;
	readonly file: string;
	/** The clock of the realm; a test moves it. */
	readonly clock: { time: number; now(): number };
	close(): Promise<void>;
}

/** Opens a new realm in a file of its own, with real cryptography and a clock that stands at noon. */
export async function aRealm(): Promise<TestRealm> {
	const folder = await mkdtemp(join(tmpdir(), 'realm-'));
	const file = join(folder, 'realm.sqlite');
	const clock = { time: NOON, now: () => clock.time };
	const store = await openStore({ kind: 'sqlite', file }, clock);
	const settings = { realm: 'default', lock: KEY_LOCK };
	const { realm } = await openRealm(settings, store, { clock, random: systemRandom });
	return {
		realm,
		store,
		file,
		clock,
		async close() {
			await realm.close();
			await store.close();
			await rm(folder, { recursive: true });
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
	return {
		method: 'POST',
		headerFields: [],
		query: {},
		params: {},
		body: {},
		address: '192.0.2.7',
		...parts,
	};
}

/** The policy of a trigger that nobody has changed. */
export const A_POLICY: Policy = {
	allowAnonymous: false,
	application: 'Default',
	requiredPrivileges: ['Use API Key', 'Run Actions'],
};
