/** What was looked at, how it is, and what to do about it. */
export interface Check {
	readonly check: string;
	readonly state: 'ok' | 'warn' | 'bad';
	readonly message: string;
}

export const ok = (check: string, message: string): Check => ({ check, state: 'ok', message });
export const warn = (check: string, message: string): Check => ({ check, state: 'warn', message });
export const bad = (check: string, message: string): Check => ({ check, state: 'bad', message });

/** Compares versions such as 24.9.0 by their numbers. */
function isOlder(version: string, than: readonly number[]): boolean {
	const numbers = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
	const index = than.findIndex((number, at) => number !== (numbers[at] ?? 0));
	return index >= 0 && (numbers[index] ?? 0) < (than[index] ?? 0);
}

const LEAST_NODE = [24, 9];
const LEAST_N8N = [2, 41];
const LEAST_SQLITE = [3, 51, 3];
const WITHDRAWN_SQLITE = '3.52.0';

export function checkNode(version: string): Check {
	return isOlder(version, LEAST_NODE)
		? bad('node', `Node ${version} is too old: run n8n and this command on Node 24.9 or newer.`)
		: ok('node', `Node ${version}`);
}

/** `undefined` where no n8n can be found from here. */
export function checkN8n(version: string | undefined): Check {
	if (version === undefined) {
		return ok('n8n', 'No n8n is found from here: see that it is 2.41 or newer.');
	}
	return isOlder(version, LEAST_N8N)
		? bad('n8n', `n8n ${version} is too old: update it to 2.41 or newer.`)
		: ok('n8n', `n8n ${version}`);
}

/** A fault of WAL mode, in which a reset of the log can lose what was committed. */
export function checkSqlite(version: string): Check {
	const isFaulty = isOlder(version, LEAST_SQLITE) || version === WITHDRAWN_SQLITE;
	return isFaulty
		? warn(
				'sqlite',
				`SQLite ${version} has a known fault that can damage a file in WAL mode: update Node until it has SQLite 3.51.3 or newer, other than 3.52.0.`,
			)
		: ok('sqlite', `SQLite ${version}`);
}

const SECONDS_OFF_WARN = 5;
const SECONDS_OFF_BAD = 60;

/** Times in milliseconds: ours, and the database's. */
export function checkClock(ours: number, theirs: number): Check {
	const seconds = Math.round(Math.abs(ours - theirs) / 1000);
	if (seconds < SECONDS_OFF_WARN) return ok('clock', 'The clock agrees with the database.');
	const direction = ours > theirs ? 'ahead of' : 'behind';
	const message = `The clock of this machine is ${String(seconds)} s ${direction} the database's: expiry and limits go by it, so set both by NTP.`;
	return seconds < SECONDS_OFF_BAD ? warn('clock', message) : bad('clock', message);
}

const OTHERS_READ_OR_WRITE = 0o077;
const OTHERS_WRITE = 0o022;
const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');

export function checkFileMode(file: string, mode: number): Check {
	return (mode & OTHERS_READ_OR_WRITE) === 0
		? ok('permissions', `${file} has mode ${octal(mode)}.`)
		: bad(
				'permissions',
				`${file} has mode ${octal(mode)}, so that other users can open it: chmod 0600 ${file}`,
			);
}

export function checkFolderMode(folder: string, mode: number): Check {
	return (mode & OTHERS_WRITE) === 0
		? ok('permissions', `${folder} has mode ${octal(mode)}.`)
		: bad(
				'permissions',
				`${folder} has mode ${octal(mode)}, so that other users can put another file in place of the realm: chmod 0700 ${folder}`,
			);
}
