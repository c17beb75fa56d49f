import { Fault } from './fault';

const UNSTORABLE = /[\0\p{Cs}]/u;

/**
 * Whether every engine can keep a text: PostgreSQL has no NUL, and half a surrogate pair would come
 * back as another letter from both. Nothing is found by any other.
 */
export function isStorable(text: string): boolean {
	return !UNSTORABLE.test(text);
}

/**
 * Refuses texts that not every engine can keep.
 *
 * @throws {Fault} `unstorable-text`
 */
export function checkStorable(values: readonly unknown[]): void {
	for (const value of values) {
		if (typeof value !== 'string' || isStorable(value)) continue;
		throw new Fault(
			'unstorable-text',
			'A text holds a NUL or half of a character, which a database cannot keep: remove it.',
		);
	}
}
