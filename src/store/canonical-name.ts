/** Names differ when they differ after composition (NFC) and lower-casing. */
export function canonicalName(name: string): string {
	return name.normalize('NFC').toLowerCase();
}
