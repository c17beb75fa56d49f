import { canonicalName } from '../store/canonical-name';
import type { Group, Groups } from '../store/groups';
import { DEFAULT_GROUP } from '../store/privileges';
import { type Outcome, done } from './outcome';
import { unknownName } from './sentences';

/** The groups that a new user joins: those of the names, or `Default` where nobody named any. */
export async function groupsToJoin(
	groups: Pick<Groups, 'find'>,
	names: readonly string[] = [DEFAULT_GROUP],
): Promise<Outcome<readonly Group[]>> {
	const found = await groups.find([...new Set(names.map(canonicalName))]);
	const keys = new Set(found.map(({ name }) => canonicalName(name)));
	const unknown = names.find((name) => !keys.has(canonicalName(name)));
	return unknown === undefined ? done(found) : unknownName('group', unknown);
}
