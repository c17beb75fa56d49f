/** An expected "no": which thing, what about it, and what to do, in one sentence. */
export interface Refused {
	readonly kind: 'refused';
	readonly sentence: string;
}

export interface Done<T> {
	readonly kind: 'done';
	readonly value: T;
}

export type Outcome<T> = Done<T> | Refused;

export function done<T>(value: T): Done<T> {
	return { kind: 'done', value };
}

export function refused(sentence: string): Refused {
	return { kind: 'refused', sentence };
}
