/** The first mistake in a credential, as a sentence that names a key and never a value. */
export interface Mistake {
	readonly kind: 'mistake';
	readonly sentence: string;
}

export const mistake = (sentence: string): Mistake => ({ kind: 'mistake', sentence });
