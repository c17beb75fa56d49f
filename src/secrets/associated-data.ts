/** Where a datasource stands, and which hosts its keys may go to. */
export interface DatasourcePlace {
	readonly realmId: string;
	readonly datasourceId: string;
	readonly name: string;
	/** Comma-separated, as they are compared. */
	readonly allowedDomains: string;
}

/** Where one value of a secret key belongs. */
export interface SecretPlace {
	readonly name: string;
	readonly id: string;
	readonly version: number;
	/** Comma-separated; those of the datasource when empty. */
	readonly allowedDomains: string;
}

const LABEL = 'incoming-api/secret/v1';

function number(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
}

function text(value: string): Buffer {
	const bytes = Buffer.from(value);
	return Buffer.concat([number(bytes.length), bytes]);
}

/** Texts one behind the other, each with its length before it: no two lists write the same. */
export function boundTexts(texts: readonly string[]): Uint8Array {
	return Buffer.concat(texts.map(text));
}

function hosts(list: string): Buffer {
	const names = list.split(',').map((name) => name.trim());
	const distinct = [...new Set(names)].filter((name) => name !== '').sort();
	return Buffer.concat([number(distinct.length), ...distinct.map(text)]);
}

/**
 * What the encryption of a value is bound to. A value that is moved, renamed, renumbered or given
 * other hosts does not open. Every part has its length before it: no two places write the same.
 */
export function associatedData(
	{ realmId, datasourceId, allowedDomains }: DatasourcePlace,
	secret: SecretPlace,
): Uint8Array {
	return Buffer.concat([
		...[LABEL, realmId, datasourceId, secret.name, secret.id].map(text),
		number(secret.version),
		hosts(allowedDomains),
		hosts(secret.allowedDomains),
	]);
}
