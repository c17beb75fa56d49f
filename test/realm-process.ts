import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Outcome, Verdict } from '../src/realm/realm';
import type { RealmStorage } from '../src/realm/settings';
import { A_CALL, A_POLICY, aMessage, valueOf } from './a-realm';

/** A realm that another process has open; it opens it anew at each use until that succeeds. */
export interface RealmProcess {
	readonly pid: number;
	/** Calls a function of the realm by its name, such as `administer.users.create`. */
	ask(name: string, ...input: readonly unknown[]): Promise<unknown>;
	/** Calls it so many times at once; gives every value. */
	askAtOnce(times: number, name: string, ...input: readonly unknown[]): Promise<readonly unknown[]>;
	/** `accepted`, or why not: the reason of a refusal, or the code of a fault. */
	call(key: string): Promise<string>;
	/** Generates a key for a user, who is created where there is none. */
	generateKey(username: string): Promise<{ readonly key: string; readonly credentialId: string }>;
	end(): Promise<void>;
}

interface Answer {
	readonly value?: unknown;
	readonly fault?: string;
	readonly message?: string;
}

/** What a process does that the file system obeys no more than others, also where root runs it. */
export const UNPRIVILEGED: readonly string[] =
	process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override'] : [];

/** Starts a process with a realm, by way of `launcher` where that is given. */
export function startRealmProcess(
	storage: RealmStorage,
	launcher: readonly string[] = [],
): RealmProcess {
	const script = join(__dirname, 'contract', 'realm-process.cjs');
	const [command = '', ...parameters] = [...launcher, process.execPath, script];
	const child = spawn(command, parameters, {
		env: { ...process.env, STORAGE: JSON.stringify(storage) },
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	const answers = createInterface(child.stdout)[Symbol.asyncIterator]();

	const answerTo = async (
		name: string,
		input: readonly unknown[],
		times?: number,
	): Promise<Answer> => {
		child.stdin.write(`${JSON.stringify({ name, input, times })}\n`);
		const { value, done } = await answers.next();
		if (done === true) throw new Error('The process with the realm has ended.');
		return JSON.parse(value) as Answer;
	};
	const valueIn = ({ value, fault, message }: Answer): unknown => {
		if (fault !== undefined) throw new Error(`${fault}: ${String(message)}`);
		return value;
	};
	const ask = async (name: string, ...input: readonly unknown[]): Promise<unknown> =>
		valueIn(await answerTo(name, input));
	return {
		pid: child.pid ?? 0,
		ask,
		askAtOnce: async (times, name, ...input) =>
			valueIn(await answerTo(name, input, times)) as readonly unknown[],
		async call(key) {
			const message = aMessage({ headerFields: [['X-API-Key', key]] });
			const { value, fault } = await answerTo('authenticate', [message, A_POLICY, A_CALL]);
			if (fault !== undefined) return fault;
			const verdict = value as Verdict;
			return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
		},
		async generateKey(username) {
			await ask('administer.users.create', { username });
			const issued = await ask('administer.apiKeys.generate', { username, name: 'k' });
			return valueOf(issued as Outcome<{ key: string; credentialId: string }>);
		},
		async end() {
			child.stdin.end();
			await ended;
		},
	};
}
