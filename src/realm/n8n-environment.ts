import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A file that a variable names cannot be read. The message says what to do. */
export class UnreadableFile extends Error {}

/**
 * Reads a variable as n8n does: itself, else the file that `<NAME>_FILE` names, unquoted.
 *
 * @throws {UnreadableFile}
 */
export function readVariable(environment: Environment, name: string): string {
	const own = environment[name];
	const file = own === undefined ? environment[`${name}_FILE`] : undefined;
	if (!file) return (own ?? '').trim().replace(/^(['"])(.*)\1$/, '$2');
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		throw new UnreadableFile(
			`The file ${file} that ${name}_FILE names cannot be read: see that it is there and that n8n's user may read it.`,
		);
	}
}

/**
 * Whether several processes share n8n's work. A worker takes it for granted: it runs in queue mode
 * without the variable too.
 *
 * @param command the word behind `n8n`: start, webhook or worker
 * @throws {UnreadableFile}
 */
export function isQueueMode(environment: Environment, command: string | undefined): boolean {
	return command === 'worker' || readVariable(environment, 'EXECUTIONS_MODE') === 'queue';
}
