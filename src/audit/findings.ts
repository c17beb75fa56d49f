/** What is wrong with an entry. `cut` stands for a lost end: deleted, or older data put back. */
export type Wrong = 'changed' | 'removed' | 'inserted' | 'reordered' | 'cut';

/** The first place of a chain, of the heads or of the anchor that does not hold. */
export interface Finding {
	readonly place: 'entry' | 'heads' | 'checkpoint' | 'anchor';
	/** The chain, where it is an entry or its checkpoint. */
	readonly writer: string | undefined;
	/** Position of the entry in its chain, number of the heads, or line of the anchor file. */
	readonly seq: number;
	readonly wrong: Wrong;
}

/** Says a finding in a sentence. */
export function describeFinding({ place, writer, seq, wrong }: Finding): string {
	const number = String(seq);
	switch (place) {
		case 'entry':
			return wrong === 'cut'
				? `Entry ${number} of chain ${String(writer)} and those after it are missing: the end was cut off, or a backup was put back.`
				: `Entry ${number} of chain ${String(writer)} was ${wrong}.`;
		case 'checkpoint':
			return `The checkpoint at entry ${number} of chain ${String(writer)} was ${wrong}.`;
		case 'heads':
			return `Heads number ${number} were ${wrong}.`;
		case 'anchor':
			if (wrong === 'removed') {
				return 'The anchor file has no line of this realm, although the database has heads to compare with it.';
			}
			return wrong === 'cut'
				? `Line ${number} of the anchor file names heads that the database does not have: the end was cut off, or a backup was put back.`
				: `Line ${number} of the anchor file was ${wrong}.`;
	}
}
