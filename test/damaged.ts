/** The same text but for its last letter. */
export function damaged(text: string): string {
	return text.slice(0, -1) + (text.endsWith('x') ? 'y' : 'x');
}
