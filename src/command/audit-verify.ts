import { describeFinding } from '../realm/realm';
import type { Subcommand } from './subcommand';

const ENTRIES_BETWEEN_SIGNS = 100_000;

/** Says on standard error how far a long verification is. */
function progressSigns(): (entries: number) => void {
	let next = ENTRIES_BETWEEN_SIGNS;
	return (entries) => {
		if (entries < next) return;
		next = entries + ENTRIES_BETWEEN_SIGNS;
		process.stderr.write(`${String(entries)} entries verified so far\n`);
	};
}

/** `audit verify`: finds out whether the audit is as it was written. */
export const auditVerify: Subcommand = async ({ realm }, { anchor, json }) => {
	const verified = await realm.audit.verify({ anchorFile: anchor, onProgress: progressSigns() });
	const { findings, entries, chains, heads } = verified;
	const ok = findings.length === 0;
	if (json) {
		const described = findings.map((finding) => ({
			...finding,
			message: describeFinding(finding),
		}));
		const result = { ok, realm: realm.name, entries, chains, heads, findings: described };
		process.stdout.write(`${JSON.stringify(result)}\n`);
		return ok;
	}
	const counts = `${String(entries)} entries in ${String(chains)} chains, ${String(heads)} heads`;
	const sentences = findings.map((finding) => `${describeFinding(finding)}\n`);
	process.stdout.write(`${sentences.join('')}verify: ${ok ? 'ok' : 'FAILED'} (${counts})\n`);
	return ok;
};
