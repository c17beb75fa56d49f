import { parseArgs } from 'node:util';

export interface CommandOptions {
	readonly sqlite: string;
	readonly realm: string;
	readonly anchor: string | undefined;
	readonly from: number | undefined;
	readonly to: number | undefined;
	readonly user: string | undefined;
	readonly json: boolean;
}

export type ParsedCommand =
	| { readonly kind: 'help' }
	| { readonly kind: 'mistake'; readonly sentence: string }
	| { readonly kind: 'command'; readonly name: string; readonly options: CommandOptions };

const mistake = (sentence: string): ParsedCommand => ({ kind: 'mistake', sentence });

function parseTokens(args: readonly string[]) {
	return parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			sqlite: { type: 'string' },
			realm: { type: 'string', default: 'default' },
			anchor: { type: 'string' },
			from: { type: 'string' },
			to: { type: 'string' },
			user: { type: 'string' },
			json: { type: 'boolean', default: false },
			help: { type: 'boolean', short: 'h', default: false },
		},
	});
}

/** Reads the arguments of the command; the names of what it can do are given. */
export function parseCommand(args: readonly string[], names: readonly string[]): ParsedCommand {
	let parsed: ReturnType<typeof parseTokens>;
	try {
		parsed = parseTokens(args);
	} catch (error) {
		return mistake(error instanceof Error ? error.message : String(error));
	}
	const { values, positionals } = parsed;
	if (values.help) return { kind: 'help' };
	const name = positionals.join(' ');
	if (!names.includes(name)) {
		return mistake(name === '' ? 'Name a command.' : `There is no command "${name}".`);
	}
	if (values.sqlite === undefined)
		return mistake('Name the SQLite file of the realm: --sqlite FILE.');
	const times = [values.from, values.to].map((text) => text && Date.parse(text));
	if (times.some(Number.isNaN)) return mistake('A time is written like 2030-12-31T00:00:00Z.');
	const [from, to] = times.map((time) => (typeof time === 'number' ? time : undefined));
	const { sqlite, realm, anchor, user, json } = values;
	return { kind: 'command', name, options: { sqlite, realm, anchor, from, to, user, json } };
}
