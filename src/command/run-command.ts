import { auditExport } from './audit-export';
import { auditVerify } from './audit-verify';
import { parseCommand } from './parse-command';
import type { Subcommand } from './subcommand';
import { HELP } from './help';
import { withRealm } from './with-realm';

/** Exit codes: what was asked for is fine, is wrong, or could not be found out. */
export const EXIT = { fine: 0, wrong: 1, unusable: 2 } as const;

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
	'audit verify': auditVerify,
	'audit export': auditExport,
};

/** Runs the command with its arguments and gives its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
	const parsed = parseCommand(args, Object.keys(SUBCOMMANDS));
	if (parsed.kind === 'help') {
		process.stdout.write(HELP);
		return EXIT.fine;
	}
	if (parsed.kind === 'mistake') {
		process.stderr.write(`${parsed.sentence}\nincoming-api --help shows what there is.\n`);
		return EXIT.unusable;
	}
	try {
		const subcommand = SUBCOMMANDS[parsed.name];
		const isFine = await withRealm(parsed.options, (realm) => subcommand?.(realm, parsed.options));
		return isFine ? EXIT.fine : EXIT.wrong;
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		return EXIT.unusable;
	}
}
