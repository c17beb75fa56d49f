import { type Outcome, done, refused } from '../administration/outcome';
import type { Clock } from '../store/clock';
import { addNextKey, isNamedByChain } from '../store/realm-rotation';
import { realmKeysOf } from '../store/realms';
import type { Store } from '../store/store';
import type { Progress } from './backup-realm';
import {
	newestWraps,
	nextRealmKey,
	type UnlockedKey,
	unwrapRealmKey,
	wrapNextKey,
	wrapOlderKey,
	type WrapPorts,
} from './realm-key';

/** Something that the realm key wraps, and that a rotation wraps anew under the newest one. */
export interface Rewrapping {
	/** How many are still wrapped under another version. */
	left(newest: UnlockedKey): Promise<number>;
	/** Wraps some of them anew and says how many; what another process has done already counts. */
	wrapSome(newest: UnlockedKey): Promise<number>;
}

export interface RotationDeps extends WrapPorts {
	readonly store: Store;
	readonly clock: Clock;
	/** What is wrapped by the realm key. */
	readonly rewrappings: readonly Rewrapping[];
}

const WAIT_FOR_PASSPHRASE =
	'A change of the passphrase is not finished: finish it or take it back before the realm key is rotated.';
const BY_SOMEBODY_ELSE =
	'The realm key was rotated, or its passphrase changed, by somebody else just now: look at it again.';

async function rewrap(
	{ rewrappings }: RotationDeps,
	newest: UnlockedKey,
	onProgress: Progress,
): Promise<void> {
	const left = await Promise.all(rewrappings.map((each) => each.left(newest)));
	const total = left.reduce((sum, count) => sum + count, 0);
	let count = 0;
	for (const each of rewrappings) {
		for (;;) {
			// In order: each step takes what the one before has left.
			const some = await each.wrapSome(newest);
			if (some === 0) break;
			onProgress((count += some), total);
		}
	}
}

async function addKey(deps: RotationDeps, before: UnlockedKey): Promise<Outcome<UnlockedKey>> {
	const { store, clock, sodium } = deps;
	const now = clock.now();
	const { wrap, key, older, wrapping } = before;
	const next = nextRealmKey(deps, key);
	const rotation = {
		before: wrap,
		next: wrapNextKey(deps, before, next, now),
		older: [...older, key].map((each) => wrapOlderKey(deps, wrap.realm_id, next, each, now)),
	};
	if ((await addNextKey(store, rotation)) === 'taken') return refused(BY_SOMEBODY_ELSE);
	const rows = await realmKeysOf(store, wrap.realm_id);
	const unlocked = unwrapRealmKey(sodium, rows, wrapping);
	return unlocked === undefined ? refused(BY_SOMEBODY_ELSE) : done(unlocked);
}

/**
 * Rotates the realm key: makes a new one, at once, and wraps anew what the older ones wrap. Goes on
 * with a rotation that was ended before the audit named the new key. `record` writes into the audit
 * by the newest key, which is what ends it.
 */
export async function rotateRealmKey(
	deps: RotationDeps,
	opened: UnlockedKey,
	record: (newest: UnlockedKey) => Promise<void>,
	onProgress: Progress,
): Promise<Outcome<{ readonly version: number }>> {
	const { store } = deps;
	const realmId = opened.wrap.realm_id;
	if (newestWraps(await realmKeysOf(store, realmId)).length > 1)
		return refused(WAIT_FOR_PASSPHRASE);
	const { version } = opened.key;
	const isUnfinished = version > 1 && !(await isNamedByChain(store, realmId, version));
	const added = isUnfinished ? done(opened) : await addKey(deps, opened);
	if (added.kind === 'refused') return added;
	await store.announce(realmId);
	await rewrap(deps, added.value, onProgress);
	await record(added.value);
	return done({ version: added.value.key.version });
}
