import type { Compilable, CompiledQuery } from 'kysely';

/**
 * Stands in a statement for a value that each run gives. Nothing that we store has such letters, and
 * a type that is not text is no matter: a place has none.
 */
export const OPEN = '\u0001open\u0001';

/** A statement that an engine may keep prepared under its name. */
export interface NamedQuery<R = unknown> extends CompiledQuery<R> {
	/** Different for different statements. */
	readonly name: string;
}

/**
 * Compiles a statement once, for those of every call: Kysely's building would cost several times
 * what the statement itself does. The result takes the values of a run, in the order of the places
 * that are `OPEN`.
 */
export function compiledOnce<R>(
	name: string,
	statement: Compilable<R>,
): (values: readonly unknown[]) => Compilable<R> {
	const { parameters, ...compiled } = statement.compile();
	return (values) => {
		let next = 0;
		const filled = parameters.map((parameter) => (parameter === OPEN ? values[next++] : parameter));
		const query: NamedQuery<R> = { ...compiled, name, parameters: filled };
		return { compile: () => query };
	};
}
