const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GROUPS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/** How many bytes a GUID has. */
export const GUID_BYTES = 16;

/** Writes 16 bytes as a GUID, all of them as they are: no version and no variant is in it. */
export function formatGuid(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex').replace(GROUPS, '$1-$2-$3-$4-$5');
}

/** Reads a GUID with letters of either case; `undefined` for any other text. */
export function parseGuid(text: string): Uint8Array | undefined {
	const lower = text.toLowerCase();
	return GUID.test(lower) ? Buffer.from(lower.replaceAll('-', ''), 'hex') : undefined;
}
