import { type Compilable, expressionBuilder, type Kysely, sql } from 'kysely';

const ID_LETTERS = 36;
/** Members are in the order of their names, so that an entry with an actor begins so. */
const ACTOR = '{"actor":"apiKey:';
const KEY = '"key":"';

interface Entry {
	readonly audit_entry: { readonly kind: string; readonly text: string };
}

/**
 * The id of the key behind an entry: the `actor` of what a token did that came of a key, or the
 * `key` of what a token endpoint decided; null where neither is named. Functions of texts, because
 * those of JSON would refuse to write a text that is damaged. The engines use their index for this
 * expression alone.
 */
export function sourceOfEntry() {
	const { case: choose, fn, ref } = expressionBuilder<Entry, 'audit_entry'>();
	const lit = <T>(value: T) => sql<T>`${sql.lit(value)}`;
	const part = (from: number, length: number) =>
		fn<string>('substr', [ref('text'), lit(from), lit(length)]);
	const keyAt = fn<number>('instr', [ref('text'), lit(KEY)]);
	const key = sql<string>`substr(${ref('text')}, ${keyAt} + ${lit(KEY.length)}, ${lit(ID_LETTERS)})`;
	return choose()
		.when(part(1, ACTOR.length), '=', lit(ACTOR))
		.then(part(ACTOR.length + 1, ID_LETTERS))
		.when(sql<boolean>`${ref('kind')} = ${lit('authorization')} and ${keyAt} > ${lit(0)}`)
		.then(key)
		.end();
}

/** Finds the audit entries of tokens by the key that they came of. */
export function auditOfASource({ schema }: Kysely<unknown>): readonly Compilable[] {
	const source = sourceOfEntry();
	return [
		schema
			.createIndex('audit_entry_source')
			.on('audit_entry')
			.expression(sql`(${source}), time`)
			.where(sql<boolean>`(${source}) is not null`),
	];
}
