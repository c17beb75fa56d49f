/** What is wrong with an entry. `cut` stands for a lost end: deleted, or older data put back. */
export type Wrong = 'changed' | 'removed' | 'inserted' | 'reordered' | 'cut';

/** What keeps an anchor file from guarding the end of the log. */
export type Unguarded = 'missing' | 'unwritable' | 'behind';

/** The first place of a chain, of the heads or of the anchor that does not hold. */
export interface Finding {
	readonly place: 'entry' | 'heads' | 'checkpoint' | 'anchor';
	/** The chain, where it is an entry or its checkpoint. */
	readonly writer: string | undefined;
	/**
	 * Position of the entry in its chain, number of the heads, or line of the anchor file; for an
	 * anchor file that is `behind`, number of the last heads that it has.
	 */
	readonly seq: number;
	readonly wrong: Wrong | Unguarded;
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
			return describeAnchor(number, wrong);
	}
}

function describeAnchor(number: string, wrong: Finding['wrong']): string {
	switch (wrong) {
		case 'removed':
			return 'The anchor file has no line of this realm, although the database has heads to compare with it.';
		case 'cut':
			return `Line ${number} of the anchor file names heads that the database does not have: the end was cut off, or a backup was put back.`;
		case 'missing':
			return 'The anchor file is not there, so that an end that was cut off would not be noticed.';
		case 'unwritable':
			return 'The anchor file cannot be written, so that an end that is cut off from now on is not noticed.';
		case 'behind':
			return `The anchor file ends with heads number ${number} and the database has later ones: an end that was cut off after it would not be noticed.`;
		case 'changed':
		case 'inserted':
		case 'reordered':
			return `Line ${number} of the anchor file was ${wrong}.`;
	}
}
