/** How much there is in a JSON value. */
export interface Size {
	readonly kind: 'size';
	/** The value itself and all inside of it. */
	readonly values: number;
	/** Of all texts and member names together, in UTF-16 units. */
	readonly letters: number;
}

export interface SizeLimits {
	readonly depth: number;
	readonly values: number;
}

export type SizeFlaw = { readonly kind: 'too-deep' } | { readonly kind: 'too-many' };

/** Measures a JSON value, and gives up where a limit is passed: the time is bounded by `values`. */
export function sizeOf(value: unknown, limits: SizeLimits): Size | SizeFlaw {
	let values = 1;
	let letters = 0;
	let level: unknown[] = [value];
	for (let depth = 0; level.length > 0; depth += 1) {
		const next: unknown[] = [];
		for (const each of level) {
			if (typeof each === 'string') letters += each.length;
			if (typeof each !== 'object' || each === null) continue;
			if (depth === limits.depth) return { kind: 'too-deep' };
			const inner = Array.isArray(each) ? (each as unknown[]) : Object.values(each);
			values += inner.length;
			if (values > limits.values) return { kind: 'too-many' };
			if (!Array.isArray(each)) for (const name of Object.keys(each)) letters += name.length;
			for (const one of inner) next.push(one);
		}
		level = next;
	}
	return { kind: 'size', values, letters };
}

/** Whether no number inside of a value is beyond what JSON can say. */
export function isFinite(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	return typeof value !== 'object' || value === null || Object.values(value).every(isFinite);
}
