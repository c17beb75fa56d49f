import { auditExport } from './audit-export';
import { auditVerify } from './audit-verify';
import { backup } from './backup';
import { changePassphrase } from './change-passphrase';
import { doctor } from './doctor';
import { HELP } from './help';
import { type CommandOptions, type Operand, parseCommand } from './parse-command';
import { restore } from './restore';
import { rotateRealmKey } from './rotate-realm-key';
import { seal } from './seal';
import type { LocalSubcommand, Subcommand } from './subcommand';
import { withRealm } from './with-realm';

/** Exit codes: what was asked for is fine, is wrong, or could not be found out. */
export const EXIT = { fine: 0, wrong: 1, unusable: 2 } as const;

interface Command {
	readonly operand?: Operand;
	run(options: CommandOptions): Promise<boolean>;
}

const onRealm =
	(subcommand: Subcommand) =>
	(options: CommandOptions): Promise<boolean> =>
		withRealm(options, (kept) => subcommand(kept, options));

const COMMANDS: Readonly<Record<string, Command>> = {
	'audit verify': { run: onRealm(auditVerify) },
	'audit export': { run: onRealm(auditExport) },
	doctor: { run: doctor },
	'change-passphrase': { run: onRealm(changePassphrase) },
	'rotate-realm-key': { run: onRealm(rotateRealmKey) },
	backup: { operand: 'FILE', run: onRealm(backup) },
	restore: { operand: 'FILE', run: restore },
};

const WITHOUT_REALM: Readonly<Record<string, LocalSubcommand>> = { seal };

/** What the command can do, each with what stands behind its name. */
export const KNOWN: ReadonlyMap<string, Operand | undefined> = new Map([
	...Object.entries(COMMANDS).map(([name, { operand }]) => [name, operand] as const),
	...Object.keys(WITHOUT_REALM).map((name) => [name, undefined] as const),
]);

function sayUsage(sentence: string): number {
	process.stderr.write(`${sentence}\nincoming-api --help shows what there is.\n`);
	return EXIT.unusable;
}

/** Runs the command with its arguments and gives its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
	const parsed = parseCommand(args, KNOWN);
	if (parsed.kind === 'help') {
		process.stdout.write(HELP);
		return EXIT.fine;
	}
	if (parsed.kind === 'mistake') return sayUsage(parsed.sentence);
	try {
		const local = WITHOUT_REALM[parsed.name];
		if (local !== undefined) {
			const done = await local(parsed.options);
			return done === 'fine' ? EXIT.fine : sayUsage(done.usage);
		}
		const isFine = await COMMANDS[parsed.name]?.run(parsed.options);
		return isFine ? EXIT.fine : EXIT.wrong;
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		return EXIT.unusable;
	}
}
