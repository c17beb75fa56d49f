import type { StoredHeads } from '../store/audit-proofs';
import type { Clock, Instant } from '../store/clock';
import { parseAnchorLine } from './anchor-file';
import type { Finding } from './findings';
import type { HeadsDocument } from './heads';
import { openOurs, type VerifiedHeads, type VerifyHeadsDeps } from './verify-heads';

/** An anchor file to compare with. */
export interface AnchorToVerify {
	/** `undefined` where the file is not there. */
	readonly lines: readonly string[] | undefined;
	/** Whether it is the file that this realm writes; a copy of it may lack the latest lines. */
	readonly kind: 'writable' | 'unwritable' | 'copy';
}

export interface VerifiedAnchor {
	readonly documents: readonly HeadsDocument[];
	/** The first line that does not hold, and what keeps the file from guarding the end. */
	readonly findings: readonly Finding[];
}

/** Heads are in the database a moment before they are in the file. */
const MOST_SECONDS_BEHIND = 60;

const found = (seq: number, wrong: Finding['wrong']): Finding => ({
	place: 'anchor',
	writer: undefined,
	seq,
	wrong,
});

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

/** Whether the file guards the end of the log from now on. */
function checkGuard(
	{ lines, kind }: AnchorToVerify,
	documents: readonly HeadsDocument[],
	heads: VerifiedHeads,
	now: Instant,
): Finding | undefined {
	if (kind === 'unwritable') return found(1, 'unwritable');
	if (lines === undefined) {
		return kind === 'copy' || heads.macs.size > 0 ? found(1, 'missing') : undefined;
	}
	if (documents.length === 0) return heads.macs.size > 0 ? found(1, 'removed') : undefined;
	if (kind === 'copy') return undefined;
	const last = Math.max(...documents.map(({ number }) => number));
	const isBehind = heads.documents.some(
		({ number, time }) => number > last && time <= now - MOST_SECONDS_BEHIND * 1000,
	);
	return isBehind ? found(last, 'behind') : undefined;
}

/**
 * Compares an anchor file, one line per heads, with the heads of the database. What the file names
 * and the database has not was cut off, or the database was put back to an earlier day.
 */
export function verifyAnchor(
	deps: Pick<VerifyHeadsDeps, 'macsOf' | 'realmId'> & { readonly clock: Clock },
	anchor: AnchorToVerify | undefined,
	verified: VerifiedHeads,
): VerifiedAnchor {
	if (anchor === undefined) return { documents: [], findings: [] };
	const documents: HeadsDocument[] = [];
	let wrongLine: Finding | undefined;
	for (const [index, line] of (anchor.lines ?? []).entries()) {
		if (line === '') continue;
		const heads = parseAnchorLine(line);
		if (heads && isOfAnotherRealm(heads, deps.realmId)) continue;
		const document = heads && openOurs(deps, heads);
		if (document === undefined) {
			wrongLine ??= found(index + 1, 'changed');
			continue;
		}
		documents.push(document);
		const { number } = document;
		const isKept = number > verified.from && verified.finding === undefined;
		if (isKept && verified.macs.get(number) !== heads?.mac) wrongLine ??= found(index + 1, 'cut');
	}
	const unguarded = checkGuard(anchor, documents, verified, deps.clock.now());
	const findings = [wrongLine, unguarded].filter((finding) => finding !== undefined);
	return { documents, findings };
}
