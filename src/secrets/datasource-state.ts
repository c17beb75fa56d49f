import type { Macs } from '../crypto/mac';
import type { Instant } from '../store/clock';
import type { StoredSecret } from '../store/secrets';
import type { DatasourcePlace } from './associated-data';

/** What counts of a secret key now, whatever its row says. */
export interface SecretState {
	readonly version: number;
	/** The highest number that a version ever had. */
	readonly latest: number;
	readonly enabled: boolean;
	readonly expiresAt: Instant | null;
}

/** What counts in a datasource now. */
export interface DatasourceState {
	/** Grows with every change. */
	readonly revision: number;
	/** Number of the pair that values are sealed for; earlier ones open until `earlierUntil`. */
	readonly sealing: { readonly number: number; readonly earlierUntil: Instant | null };
	/** Public ids of the datasource keys that open it, and until when. */
	readonly access: Readonly<Record<string, Instant | null>>;
	/** By id. */
	readonly secrets: Readonly<Record<string, SecretState>>;
	/** Comma-separated hosts, where fewer count by now than those that its values are bound to. */
	readonly onlyDomains?: string | undefined;
}

export interface SealedState {
	readonly state: string;
	readonly stateMac: string;
}

function messageOf(place: DatasourcePlace, state: string): Uint8Array {
	const { realmId, datasourceId, name, allowedDomains } = place;
	const head = JSON.stringify([realmId, datasourceId, name, allowedDomains]);
	return Buffer.from(`incoming-api/datasource-state/v1\0${head}\0${state}`);
}

/**
 * Writes a state and proves it together with name and hosts of its datasource. `nonce` is random:
 * two that make the same change at once must not make the same proof.
 */
export function sealState(
	macs: Macs,
	place: DatasourcePlace,
	{ revision, sealing, access, secrets, onlyDomains }: DatasourceState,
	nonce: Uint8Array,
): SealedState {
	const mark = Buffer.from(nonce).toString('base64url');
	const state = JSON.stringify({ revision, mark, sealing, access, secrets, onlyDomains });
	return { state, stateMac: macs.of(messageOf(place, state)) };
}

/** Reads a state; `undefined` where it, or what it is proven with, is not as we wrote it. */
export function openState(
	macs: Macs,
	place: DatasourcePlace,
	{ state, stateMac }: SealedState,
): DatasourceState | undefined {
	if (!macs.matches(messageOf(place, state), stateMac)) return undefined;
	// What carries our MAC has the shape that `sealState` gave it.
	return JSON.parse(state) as DatasourceState;
}

/** Whether a datasource key opens the datasource at this moment. */
export function opensAt({ access }: DatasourceState, publicId: string, now: Instant): boolean {
	const until = Object.hasOwn(access, publicId) ? access[publicId] : 0;
	return until === null || (until !== undefined && until > now);
}

/** What counts of a secret key; `undefined` where its row says something else. */
export function countsOf(
	{ secrets }: DatasourceState,
	{ id, version, enabled, expiresAt, value }: StoredSecret,
): SecretState | undefined {
	const counts = Object.hasOwn(secrets, id) ? secrets[id] : undefined;
	const isTrue =
		counts?.version === version &&
		counts.enabled === enabled &&
		counts.expiresAt === (expiresAt ?? null) &&
		(value === undefined || value.version === version);
	return isTrue ? counts : undefined;
}
