import type { StoredHeads } from '../store/audit-proofs';
import { parseAnchorLine } from './anchor-file';
import type { Finding, Wrong } from './findings';
import type { HeadsDocument } from './heads';
import { openOurs, type VerifiedHeads, type VerifyHeadsDeps } from './verify-heads';

export interface VerifiedAnchor {
	readonly documents: readonly HeadsDocument[];
	readonly finding: Finding | undefined;
}

/** An anchor file may serve several realms; whose line it is, it says in clear. */
function isOfAnotherRealm(heads: StoredHeads, realmId: string): boolean {
	try {
		const document: unknown = JSON.parse(heads.text);
		return (
			typeof document === 'object' &&
			document !== null &&
			'realm' in document &&
			document.realm !== realmId
		);
	} catch {
		return false; // JSON.parse has no other way to say that a text is not JSON
	}
}

/**
 * Compares an anchor file, one line per heads, with the heads of the database. What the file names
 * and the database has not was cut off, or the database was put back to an earlier day.
 */
export function verifyAnchor(
	deps: Pick<VerifyHeadsDeps, 'macsOf' | 'realmId'>,
	lines: readonly string[] | undefined,
	{ from, macs, finding: headsFinding }: VerifiedHeads,
): VerifiedAnchor {
	if (lines === undefined) return { documents: [], finding: undefined };
	const documents: HeadsDocument[] = [];
	let finding: Finding | undefined;
	const find = (line: number, wrong: Wrong): void => {
		finding ??= { place: 'anchor', writer: undefined, seq: line, wrong };
	};
	for (const [index, line] of lines.entries()) {
		if (line === '') continue;
		const heads = parseAnchorLine(line);
		if (heads && isOfAnotherRealm(heads, deps.realmId)) continue;
		const document = heads && openOurs(deps, heads);
		if (document === undefined) {
			find(index + 1, 'changed');
			continue;
		}
		documents.push(document);
		const { number } = document;
		const isKept = number > from && headsFinding === undefined;
		if (isKept && macs.get(number) !== heads?.mac) find(index + 1, 'cut');
	}
	if (documents.length === 0 && macs.size > 0) find(1, 'removed');
	return { documents, finding };
}
