/**
 * Reads a list of names: an array of texts, or one text with commas between them. Empty entries do
 * not count. `undefined` for anything else.
 */
export function listOf(value: unknown): readonly string[] | undefined {
	const entries: unknown = typeof value === 'string' ? value.split(',') : value;
	if (!Array.isArray(entries)) return undefined;
	const texts = entries.filter((entry) => typeof entry === 'string');
	if (texts.length !== entries.length) return undefined;
	return texts.map((text) => text.trim()).filter((text) => text !== '');
}
