import { parseArgs } from 'node:util';

export interface CommandOptions {
	/** At most one of the two is given. */
	readonly sqlite: string | undefined;
	readonly postgresUrl: string | undefined;
	readonly realm: string;
	readonly anchor: string | undefined;
	readonly from: number | undefined;
	readonly to: number | undefined;
	readonly user: string | undefined;
	readonly json: boolean;
	readonly publicKey: string | undefined;
	readonly datasource: string | undefined;
	readonly name: string | undefined;
	/** What a sealed value becomes. */
	readonly kind: string;
	/** Until when a sealed value can be taken in. */
	readonly expires: number | undefined;
	/** Empty for a command that takes none. */
	readonly file: string;
	/** At most one of the two is set. */
	readonly finish: boolean;
	readonly cancel: boolean;
}

/** What stands behind the name of a command. */
export type Operand = 'FILE';

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
			'postgres-url': { type: 'string' },
			realm: { type: 'string', default: 'default' },
			anchor: { type: 'string' },
			from: { type: 'string' },
			to: { type: 'string' },
			user: { type: 'string' },
			'public-key': { type: 'string' },
			datasource: { type: 'string' },
			name: { type: 'string' },
			kind: { type: 'string', default: 'secret' },
			expires: { type: 'string' },
			json: { type: 'boolean', default: false },
			finish: { type: 'boolean', default: false },
			cancel: { type: 'boolean', default: false },
			help: { type: 'boolean', short: 'h', default: false },
		},
	});
}

/** Reads the arguments of the command; the names of what it can do are given, with their operands. */
export function parseCommand(
	args: readonly string[],
	commands: ReadonlyMap<string, Operand | undefined>,
): ParsedCommand {
	let parsed: ReturnType<typeof parseTokens>;
	try {
		parsed = parseTokens(args);
	} catch (error) {
		return mistake(error instanceof Error ? error.message : String(error));
	}
	const { values, positionals } = parsed;
	if (values.help) return { kind: 'help' };
	const all = positionals.join(' ');
	const [first = '', file, ...more] = positionals;
	const takesFile = commands.get(first) === 'FILE';
	const command = takesFile ? first : all;
	if (!commands.has(command)) {
		return mistake(command === '' ? 'Name a command.' : `There is no command "${command}".`);
	}
	if (takesFile && (!file || more.length > 0)) {
		return mistake(`Name one file: incoming-api ${command} FILE.`);
	}
	const { sqlite, 'postgres-url': postgresUrl, realm, anchor, user, json, finish, cancel } = values;
	const { 'public-key': publicKey, datasource, name, kind } = values;
	if (sqlite !== undefined && postgresUrl !== undefined) {
		return mistake('Name one place of the realm: --sqlite FILE or --postgres-url URL.');
	}
	if (finish && cancel) return mistake('Choose one of --finish and --cancel.');
	const times = [values.from, values.to, values.expires].map((text) => text && Date.parse(text));
	if (times.some(Number.isNaN)) return mistake('A time is written like 2030-12-31T00:00:00Z.');
	const [from, to, expires] = times.map((time) => (typeof time === 'number' ? time : undefined));
	const options = {
		...{
			sqlite,
			postgresUrl,
			realm,
			file: takesFile ? (file ?? '') : '',
			anchor,
			from,
			to,
			user,
			json,
		},
		...{ publicKey, datasource, name, kind, expires, finish, cancel },
	};
	return { kind: 'command', name: command, options };
}
