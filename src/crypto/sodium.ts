import sodium from 'libsodium-wrappers';

export type Sodium = typeof sodium;

/** Resolves to libsodium once its WASM module is ready; later calls cost a resolved promise. */
export async function readySodium(): Promise<Sodium> {
	await sodium.ready;
	return sodium;
}
