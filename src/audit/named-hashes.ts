import type { HeadsDocument } from './heads';

/** Hashes that heads name: by chain, then by position. */
export type NamedHashes = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** Collects what documents of heads name; of two that differ the later counts. */
export function namedIn(documents: readonly HeadsDocument[]): NamedHashes {
	const named = new Map<string, Map<number, string>>();
	for (const { writer, seq, hash } of documents.flatMap(({ chains }) => chains)) {
		const known = named.get(writer) ?? new Map<number, string>();
		named.set(writer, known.set(seq, hash));
	}
	return named;
}
