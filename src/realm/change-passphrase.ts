import { type Outcome, done, refused } from '../administration/outcome';
import { addSecondWrap, keepOnly } from '../store/realm-wraps';
import { realmKeysOf } from '../store/realms';
import type { RealmKeyRow } from '../store/schema';
import type { Store } from '../store/store';
import type { Clock } from '../store/clock';
import {
	newestWraps,
	type UnlockedKey,
	unlockRealmKey,
	type WrapPorts,
	wrapRealmKey,
} from './realm-key';
import { announcedAndRecorded, type Recorder } from './recorded-administration';
import type { RealmLock } from './settings';

/** How far a change of the passphrase is. `changing`: the old one and the new one open the realm. */
export type PassphraseState = 'one' | 'changing';

/** Changes what opens a realm. Each step can be repeated: what is done already is `done` again. */
export interface PassphraseChange {
	state(): Promise<PassphraseState>;
	/** Lets a second passphrase, or a key, open the realm too. */
	begin(lock: RealmLock): Promise<Outcome<undefined>>;
	/** Ends it: the old one opens nothing any more. Only who came with the new one may. */
	finish(): Promise<Outcome<undefined>>;
	/** Takes it back: the new one opens nothing any more. Only who came with the old one may. */
	cancel(): Promise<Outcome<undefined>>;
}

export interface PassphraseDeps extends WrapPorts {
	readonly store: Store;
	readonly clock: Clock;
	/** The realm key with the wrap by which it was opened. */
	readonly unlocked: UnlockedKey;
	readonly record: Recorder;
}

const ONE_ALREADY =
	'A change of the passphrase is not finished: finish it with the new passphrase (--finish), or take it back with the old one (--cancel).';

export function passphraseChange(deps: PassphraseDeps): PassphraseChange {
	const { sodium, random, store, clock, unlocked, record } = deps;
	const { wrap: own, key } = unlocked;
	const realmId = own.realm_id;

	const twoOf = (wraps: readonly RealmKeyRow[]) => {
		const [newest, oldest, ...more] = wraps;
		return newest && oldest && more.length === 0 ? { newest, oldest } : undefined;
	};

	const wrapsNow = async () => newestWraps(await realmKeysOf(store, realmId));

	/** Removes the wrap that is not ours, which has to be the newer or the older one. */
	const keepOwn = async (
		place: 'newest' | 'oldest',
		sentence: string,
	): Promise<Outcome<undefined>> => {
		const two = twoOf(await wrapsNow());
		if (two !== undefined && two[place].nonce !== own.nonce) return refused(sentence);
		await keepOnly(store, own);
		return done(undefined);
	};

	/** Everybody hears of what was done, and the audit has that or the refusal, before it is told. */
	const recorded = async (
		operation: string,
		run: () => Promise<Outcome<undefined>>,
	): Promise<Outcome<undefined>> => {
		const outcome = await run();
		const announce = () => store.announce(realmId);
		await announcedAndRecorded(outcome.kind, announce, async (decision) => {
			await record({ operation, target: realmId, decision });
		});
		return outcome;
	};

	const begin = async (lock: RealmLock): Promise<Outcome<undefined>> => {
		const wraps = await wrapsNow();
		const known = await unlockRealmKey(sodium, wraps, lock);
		const two = twoOf(wraps);
		if (known?.wrap.nonce === own.nonce) {
			return refused('The new passphrase is the one that was entered: choose another one.');
		}
		// Of a run that was ended before it could say so.
		if (known !== undefined && known.wrap.nonce === two?.newest.nonce) return done(undefined);
		if (two !== undefined) return refused(ONE_ALREADY);
		// Which of the two is the newer one is told by their times.
		const now = Math.max(clock.now(), own.created_at + 1);
		const { wrap } = await wrapRealmKey({ sodium, random }, realmId, key, lock, now);
		if ((await addSecondWrap(store, wrap)) === 'taken') return refused(ONE_ALREADY);
		return done(undefined);
	};

	return {
		async state() {
			return twoOf(await wrapsNow()) === undefined ? 'one' : 'changing';
		},
		begin: (lock) => recorded('realm.changePassphrase', () => begin(lock)),
		finish: () =>
			recorded('realm.finishPassphrase', () =>
				keepOwn(
					'newest',
					'The passphrase that was entered is the old one: finish with the new one, so that it is known to work.',
				),
			),
		cancel: () =>
			recorded('realm.cancelPassphrase', () =>
				keepOwn(
					'oldest',
					'The passphrase that was entered is the new one: take the change back with the old one.',
				),
			),
	};
}
