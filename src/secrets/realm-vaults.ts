import { deriveSubkey } from '../crypto/subkey';
import { unwrapKey, type WrappedKey, wrapKey } from '../crypto/wrapped-key';
import type { StoredDatasource } from '../store/datasources';
import type { DatasourcePlace } from './associated-data';
import { DATASOURCE_KEY_BYTES, placeOf, type Vault, type VaultDeps, vaultOf } from './vault';

interface KeyVersion {
	readonly version: number;
	readonly bytes: Uint8Array;
}

/** The realm keys by version: new datasources take the newest. */
export interface KeyVersions {
	newest(): KeyVersion;
	of(version: number): KeyVersion | undefined;
}

/** The vaults of a realm, for whoever has the realm key. */
export interface RealmVaults {
	/** Makes a datasource's key; `wrapped` is kept. */
	create(place: DatasourcePlace): {
		readonly vault: Vault;
		readonly wrapped: WrappedKey;
		readonly keyVersion: number;
	};
	/** `undefined` where the key is damaged or belongs to another datasource. */
	open(stored: StoredDatasource): Vault | undefined;
}

type OwnPlace = Pick<DatasourcePlace, 'realmId' | 'datasourceId'>;

const contextOf = ({ realmId, datasourceId }: OwnPlace): string =>
	`incoming-api/datasource/v1:${realmId}:${datasourceId}`;

/** Wraps a datasource's key under another realm key; `undefined` where the one so far does not open it. */
export function rewrapDatasourceKey(
	{ sodium, bytes }: Pick<VaultDeps, 'sodium' | 'bytes'>,
	place: OwnPlace,
	wrapped: WrappedKey,
	from: Uint8Array,
	to: Uint8Array,
): WrappedKey | undefined {
	const context = contextOf(place);
	const key = unwrapKey(sodium, deriveSubkey(sodium, from, 'wrapping'), wrapped, context);
	return key && wrapKey(sodium, deriveSubkey(sodium, to, 'wrapping'), key, context, bytes);
}

export function realmVaults(deps: VaultDeps, realmId: string, keys: KeyVersions): RealmVaults {
	const { sodium, bytes } = deps;
	return {
		create(place) {
			const key = keys.newest();
			const wrapping = deriveSubkey(sodium, key.bytes, 'wrapping');
			const datasourceKey = bytes(DATASOURCE_KEY_BYTES);
			return {
				vault: vaultOf(deps, place, datasourceKey),
				wrapped: wrapKey(sodium, wrapping, datasourceKey, contextOf(place), bytes),
				keyVersion: key.version,
			};
		},
		open(stored) {
			const key = keys.of(stored.keyVersion);
			if (key === undefined) return undefined;
			const wrapping = deriveSubkey(sodium, key.bytes, 'wrapping');
			const place = placeOf(realmId, stored);
			const unwrapped = unwrapKey(sodium, wrapping, stored.wrapped, contextOf(place));
			return unwrapped && vaultOf(deps, place, unwrapped);
		},
	};
}
