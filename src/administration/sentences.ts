import { quoted } from './name';
import { refused, type Refused } from './outcome';

type Noun = 'user' | 'group' | 'role' | 'application' | 'datasource';

/** "There is no group "X": ...". */
export function unknownName(noun: Noun, name: string, within = ''): Refused {
	return refused(
		`There is no ${noun} ${quoted(name)}${within}: choose one from the list or create it first.`,
	);
}

/** "A group "X" exists already ...". */
export function takenName(noun: Noun, name: string, within = ''): Refused {
	const article = noun === 'application' ? 'An' : 'A';
	return refused(
		`${article} ${noun} ${quoted(name)} exists already${within} (case does not matter): choose another name.`,
	);
}

/** NT-81: whoever is the last to have it keeps `Manage Access`. */
export const LAST_ADMIN = refused(
	'Nobody who is enabled would be left with Manage Access: give it to another user first.',
);

export const unknownSigningKey = (credentialId: string): Refused =>
	refused(`There is no signing key with the id ${quoted(credentialId)}: choose one from the list.`);
