import { STATUS_SEGMENT } from './status-address';
import type { PolicyContext } from './trigger-policy';

const MOST_ALIASES = 3;

/** n8n cuts one slash at either end. */
const cut = (path: string): string => path.trim().replace(/^\/|\/$/g, '');

/** What is wrong with the aliases of a trigger, as a sentence; `undefined` where nothing is (PF-17). */
export function findAliasMistake(context: PolicyContext): string | undefined {
	const aliases = context.getNodeParameter('aliases', []);
	if (!Array.isArray(aliases) || !aliases.every((alias) => typeof alias === 'string')) {
		return 'Aliases is not a list of paths: enter a path in each field.';
	}
	if (aliases.length > MOST_ALIASES) {
		return `Aliases has more than ${String(MOST_ALIASES)} paths: take some away, or make another trigger.`;
	}
	const shown = aliases.filter((alias) => alias.trim() !== '').map(cut);
	const paths = [cut(String(context.getNodeParameter('path', ''))), ...shown];
	if (shown.includes('') || new Set(paths).size < paths.length) {
		return 'An alias is empty, or the same as the path or another alias: take it away.';
	}
	const status = shown.find((alias) => alias.split('/').at(-1) === STATUS_SEGMENT);
	if (status === undefined) return undefined;
	return `The alias "${status}" ends like the address where callers ask for their answers: choose another.`;
}
