import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemRandom } from '../src/crypto/random';
import type { HttpMessage } from '../src/http/message';
import { openRealm, openStore } from '../src/realm/open-realm';
import type { CallContext, Outcome, Policy, Realm } from '../src/realm/realm';
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
	/** Where the heads of the audit are copied to. */
	readonly anchorFile: string;
	/** What the operator was warned of. */
	readonly warnings: readonly string[];
	/** The clock of the realm; a test moves it. */
	readonly clock: { time: number; now(): number };
	/** Opens the same realm once more, as another process would. */
	again(): Promise<Realm>;
	close(): Promise<void>;
}

/** Opens a new realm in a place of its own, with real cryptography and a clock that stands at noon. */
export async function aRealm(
	create: () => Promise<TestStorage> = sqliteStorage,
	name = 'default',
): Promise<TestRealm> {
	const storage = await create();
	const clock = { time: NOON, now: () => clock.time };
	const store = await openStore(storage.storage, clock);
	const folder = await mkdtemp(join(tmpdir(), 'anchor-'));
	const anchorFile = join(folder, 'anchor.ndjson');
	const settings = { realm: name, lock: KEY_LOCK, auditAnchorFile: anchorFile };
	const opened: Realm[] = [];
	const warnings: string[] = [];
	const warn = (sentence: string) => void warnings.push(sentence);
	const open = async () => {
		const { realm } = await openRealm(settings, store, { clock, random: systemRandom, warn });
		opened.push(realm);
		return realm;
	};
	const realm = await open();
	return {
		realm,
		store,
		storage,
		anchorFile,
		warnings,
		clock,
		again: open,
		async close() {
			await Promise.all(opened.map((each) => each.close()));
			await store.close();
			await storage.remove();
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

/** Where the calls of a test arrive. */
export const A_CALL: CallContext = {
	requestId: '7e1f6c1e-5a53-4a0c-9d2e-0f6f3a1b2c3d',
	trigger: { workflow: 'w', node: 'Incoming API Trigger' },
};

/** The policy of a trigger that nobody has changed. */
export const A_POLICY: Policy = {
	acceptedCredentials: ['apiKey'],
	allowAnonymous: false,
	application: 'Default',
	requiredPrivileges: ['Use API Key', 'Run Actions'],
};
