import type { DecisionDeps } from '../../src/realm/decide-call.ts';
import type { Realm } from '../../src/realm/realm.ts';
import type { RealmLock } from '../../src/realm/settings.ts';
import type { AnnouncementListener } from '../../src/store/announcements.ts';
import type { Store } from '../../src/store/store.ts';
import { fill } from './fill.mts';
import { createPlace, type Engine, type Place } from './place.mts';
import { loadProduct } from './product.mts';

/** A realm to measure, with keys that callers may show. */
export interface BenchRealm {
	readonly realm: Realm;
	readonly store: Store;
	/** What the realm decides with, with a memory of its own each time. */
	readonly deciding: () => Deciding;
	readonly apiKeys: readonly string[];
	/** Names of the users whom the keys are of, in the same order. */
	readonly callers: readonly string[];
	/** Closes the realm and removes all that it stored. */
	close(): Promise<void>;
}

/** A decision's parts, put together as the realm does that itself. */
export interface Deciding {
	readonly deps: DecisionDeps;
	/** Forgets what decisions have read. */
	readonly forget: () => void;
}

/** A lock that costs no Argon2id. */
export const LOCK: RealmLock = { kind: 'key', key: new Uint8Array(32).fill(7) };
const CALLERS = 256;
const CALLERS_AT_ONCE = 8;
export const NAME = 'default';

/** Opens a new realm with `keyCount` keys: some that are shown to callers, the rest filled up. */
export async function openBenchRealm(engine: Engine, keyCount = CALLERS): Promise<BenchRealm> {
	const place = await createPlace(engine);
	try {
		return await openIn(place, keyCount);
	} catch (error) {
		await place.remove();
		throw error;
	}
}

async function openIn(place: Place, keyCount: number): Promise<BenchRealm> {
	const { openStore, openRealm, systemPorts } = loadProduct();
	const store = await openStore(place.storage, systemPorts.clock);
	const { realm } = await openRealm({ realm: NAME, lock: LOCK }, store, systemPorts);
	await fill(place, realm.id, Math.max(0, keyCount - CALLERS));
	const callers = Array.from({ length: CALLERS }, (_, index) => `caller-${index}`);
	const apiKeys: string[] = [];
	for (let first = 0; first < CALLERS; first += CALLERS_AT_ONCE) {
		const group = callers.slice(first, first + CALLERS_AT_ONCE);
		apiKeys.push(...(await Promise.all(group.map((name) => addCaller(realm, name)))));
	}
	const deciding = await decisionParts(store);
	return {
		realm,
		store,
		deciding,
		apiKeys,
		callers,
		async close() {
			await realm.close();
			await store.close();
			await place.remove();
		},
	};
}

async function addCaller({ administer }: Realm, username: string): Promise<string> {
	await administer.users.create({ username });
	const issued = await administer.apiKeys.generate({ username, name: 'key' });
	if (issued.kind === 'refused') throw new Error(issued.sentence);
	return issued.value.key;
}

/** The parts of `composeRealm` that make a decision, without the audit. */
async function decisionParts(store: Store) {
	const product = loadProduct();
	const { clock } = product.systemPorts;
	const sodium = await product.readySodium();
	const stored = await product.findRealm(store, NAME);
	const unlocked = stored && (await product.unlockRealmKey(sodium, stored.keys, LOCK));
	if (!stored || !unlocked) throw new Error('The realm of the benchmark cannot be opened again.');
	const { id: tenant, environment } = stored.realm;
	const realmKeys = product.realmKeys(sodium, store, tenant, unlocked);
	const digestsOf = product.realmDigests(sodium, realmKeys, tenant);
	const keys = product.apiKeysOf(store, tenant);
	const tokens = product.accessTokensOf(store, tenant);
	const domainKeys = product.domainKeysOf(store, tenant);
	const access = product.accessOf(store, tenant);
	const signingKeys = product.knownSigningKeys(
		product.signingKeysOf(store, tenant),
		product.signingVault({ sodium, bytes: product.systemPorts.random.bytes }, tenant, realmKeys),
		realmKeys,
	);
	return (): Deciding => {
		let forget = (): void => {};
		const onAnnounced = (listener: AnnouncementListener) => {
			forget = () => listener(tenant);
			return store.onAnnounced(listener);
		};
		const remembered = product.rememberForDecisions(
			{ keys, tokens, domainKeys, access, users: product.usersOf(store, tenant), signingKeys },
			{ onAnnounced },
			tenant,
			clock,
		);
		const deps = {
			...remembered,
			digestsOf,
			clock,
			environment,
			tenant,
			attempts: product.failedAttempts(clock),
			buckets: store.rateBuckets(tenant) ?? product.localBuckets(clock),
			validation: product.openValidation(),
			// No subject shows a JWT here.
			signed: { tokenIdIn: async () => 'malformed' as const },
		};
		return { deps, forget: () => forget() };
	};
}
