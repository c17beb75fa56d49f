import {
	generateJwtKeys,
	importJwtSigner,
	importJwtVerifier,
	type JwtAlgorithm,
	type PublicJwk,
	type SignJwt,
	type VerifyJwt,
} from '../crypto/jwt';
import { deriveSubkey } from '../crypto/subkey';
import { unwrapKey, wrapKey } from '../crypto/wrapped-key';
import { DAY_MILLISECONDS } from '../store/clock';
import type { StoredSigningKey, TokenSigningKeys } from '../store/token-signing-keys';
import { rememberRecords } from './cache';
import type { RealmParts } from './realm';

/** A key signs for so long, or until the realm key is rotated; a new one follows at the next signature. */
const ROTATION_DAYS = 90;
/** A key that has a successor verifies for so long: no JWT of ours lives longer. */
const OVERLAP_DAYS = 2;

/** The keys that sign and verify the realm's JWTs. */
export interface TokenKeys {
	/** Makes the first key where there is none, and the next one where the last is old. */
	signer(algorithm: JwtAlgorithm): Promise<SignJwt>;
	verifier(): Promise<VerifyJwt>;
	/** The public halves of all keys that may have signed something that counts. */
	publicKeys(): Promise<{ readonly keys: readonly PublicJwk[] }>;
	/** Deletes keys that verify nothing any more. */
	prune(): Promise<void>;
	close(): void;
}

const ONE = 'keys';

export function tokenKeys(
	{ sodium, random, clock, store, row, keys: realmKeys }: RealmParts,
	stored: TokenSigningKeys,
): TokenKeys {
	const remembered = rememberRecords(() => stored.list(), clock);
	const signers = new Map<string, Promise<SignJwt>>();
	const makings = new Map<JwtAlgorithm, Promise<void>>();
	let verifier: { readonly ids: string; readonly verify: Promise<VerifyJwt> } | undefined;
	const stopListening = store.onAnnounced((changed) => {
		if (changed === undefined || changed === row.id) remembered.clear();
	});

	const contextOf = (id: string): string => `incoming-api/token-signing-key/v1:${row.id}:${id}`;
	const make = async (algorithm: JwtAlgorithm, number: number): Promise<void> => {
		const pair = await generateJwtKeys(algorithm);
		const key = realmKeys.newest();
		const wrapping = deriveSubkey(sodium, key.bytes, 'wrapping');
		const secret = Buffer.from(pair.privateJwk);
		await stored.add({
			id: pair.keyId,
			algorithm,
			number,
			publicJwk: pair.publicJwk,
			createdAt: clock.now(),
			keyVersion: key.version,
			wrapped: wrapKey(sodium, wrapping, secret, contextOf(pair.keyId), random.bytes),
		});
		await store.announce(row.id);
	};
	/** Whoever needs the next key while it is being made waits for the same one. */
	const makeOnce = async (algorithm: JwtAlgorithm, number: number): Promise<void> => {
		const making =
			makings.get(algorithm) ?? make(algorithm, number).finally(() => makings.delete(algorithm));
		makings.set(algorithm, making);
		await making;
	};
	const newestOf = async (algorithm: JwtAlgorithm): Promise<StoredSigningKey | undefined> =>
		(await remembered.find(ONE)).findLast((key) => key.algorithm === algorithm);
	// Who had an older realm key, and the database, has what it wraps.
	const isOld = ({ createdAt, keyVersion }: StoredSigningKey): boolean =>
		keyVersion < realmKeys.newest().version ||
		clock.now() >= createdAt + ROTATION_DAYS * DAY_MILLISECONDS;

	const open = async ({ id, algorithm, keyVersion, wrapped }: StoredSigningKey) => {
		await realmKeys.need(keyVersion);
		const key = realmKeys.of(keyVersion) ?? realmKeys.newest();
		const wrapping = deriveSubkey(sodium, key.bytes, 'wrapping');
		const secret = unwrapKey(sodium, wrapping, wrapped, contextOf(id));
		if (secret === undefined) throw new Error('A key that signs tokens is damaged.');
		const privateJwk = Buffer.from(secret).toString();
		return await importJwtSigner({ algorithm, keyId: id, privateJwk });
	};
	const counts = (
		{ algorithm, number }: StoredSigningKey,
		all: readonly StoredSigningKey[],
	): boolean => {
		const next = all.find((key) => key.algorithm === algorithm && key.number === number + 1);
		return next === undefined || clock.now() < next.createdAt + OVERLAP_DAYS * DAY_MILLISECONDS;
	};
	const publicJwks = async () => {
		const all = await remembered.find(ONE);
		const counting = all.filter((key) => counts(key, all));
		return counting.map(({ publicJwk }) => JSON.parse(publicJwk) as PublicJwk);
	};

	return {
		async signer(algorithm) {
			let newest = await newestOf(algorithm);
			if (newest === undefined || isOld(newest)) {
				await makeOnce(algorithm, (newest?.number ?? 0) + 1);
				newest = await newestOf(algorithm);
			}
			if (newest === undefined) throw new Error('The key that signs tokens is gone.');
			const known = signers.get(newest.id) ?? open(newest);
			signers.set(newest.id, known);
			known.catch(() => signers.delete(newest.id));
			return await known;
		},
		async verifier() {
			const jwks = await publicJwks();
			const ids = jwks.map(({ kid }) => kid).join(' ');
			if (verifier?.ids !== ids) verifier = { ids, verify: importJwtVerifier(jwks) };
			return await verifier.verify;
		},
		publicKeys: async () => ({ keys: await publicJwks() }),
		async prune() {
			// Not of what is remembered: that may lack a key which another process made just now.
			const all = await stored.list();
			const gone = all.filter((key) => !counts(key, all));
			await Promise.all(gone.map(({ id }) => stored.delete(id)));
		},
		close: stopListening,
	};
}
