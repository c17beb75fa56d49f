import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { interruption } from '../runtime/interruption.mjs';

const START_LIMIT_MS = 300_000;
/** Longer than n8n takes by itself to end what is running. */
const STOP_LIMIT_MS = 90_000;
const POLL_MS = 200;
const POLL_LIMIT_MS = 10_000;

export interface ProcessSettings {
	/** The folder that holds n8n's node_modules. */
	readonly runtime: string;
	/** `start` is the main process; the others go with it in queue mode. */
	readonly command: 'start' | 'webhook' | 'worker';
	readonly userFolder: string;
	/** Where the process answers; a worker answers only who asks for its health. */
	readonly port: number;
	/** Where n8n's task runners report to. */
	readonly brokerPort: number;
	/** Settings beside those that every start needs. */
	readonly environment: Readonly<Record<string, string>>;
}

/** A real n8n process that answers on loopback. */
export interface N8nProcess {
	readonly url: string;
	readonly pid: number;
	/** Everything that the process has printed. */
	readonly outputFile: string;
	/** Settles when the process has ended, whoever ended it. */
	readonly ended: Promise<unknown>;
	/** Ends the process and all that it started; returns when they are gone. */
	stop(): Promise<void>;
}

/** Starts a process of n8n on a user folder and waits until it is ready. */
export async function startProcess(settings: ProcessSettings): Promise<N8nProcess> {
	const { runtime, command, userFolder, port } = settings;
	const url = `http://127.0.0.1:${port}`;
	const outputFile = join(userFolder, 'n8n-output.log');
	const output = openSync(outputFile, 'w', 0o600);
	const program = join(runtime, 'node_modules', 'n8n', 'bin', 'n8n');
	const child = spawn(process.execPath, [program, command], {
		cwd: userFolder,
		env: environmentOf(settings),
		stdio: ['ignore', output, output],
		detached: process.platform !== 'win32',
	});
	closeSync(output);
	const ended = once(child, 'exit');
	const started = {
		url,
		pid: child.pid ?? 0,
		outputFile,
		ended,
		stop: async () => await stop(child, ended),
	};
	try {
		await waitUntilReady(url, child);
		return started;
	} catch (error) {
		await started.stop();
		const printed = readFileSync(outputFile, 'utf8').slice(-2_000);
		throw new Error(`n8n ${command} did not start. The end of what it printed:\n${printed}`, {
			cause: error,
		});
	}
}

function environmentOf(settings: ProcessSettings): NodeJS.ProcessEnv {
	const { userFolder, port, brokerPort } = settings;
	// Settings of an n8n that the caller may run (database, queue, webhook address) are not for ours.
	const foreign = /^(npm_|N8N_|DB_|QUEUE_|EXECUTIONS_|WEBHOOK_|NODES_|NODE_OPTIONS$|NODE_ENV$)/i;
	const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
	return {
		...Object.fromEntries(inherited),
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_SECURE_COOKIE: 'false',
		// After 5 s without a word from its database n8n answers 503, also where the machine stood still.
		DB_PING_TIMEOUT_MS: '60000',
		...settings.environment,
	};
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
	const deadline = Date.now() + START_LIMIT_MS;
	while (Date.now() < deadline) {
		if (child.exitCode !== null || child.signalCode !== null) throw new Error('n8n has ended.');
		const signal = AbortSignal.timeout(POLL_LIMIT_MS);
		const asked = fetch(`${url}/healthz/readiness`, { signal });
		const answer = await asked.catch(() => undefined);
		if (answer?.status === 200) return;
		await sleep(POLL_MS, undefined, { signal: interruption });
	}
	throw new Error(`n8n was not ready after ${START_LIMIT_MS / 1000} seconds.`);
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
	const inTime = await Promise.race([
		ended.then(() => true),
		sleep(STOP_LIMIT_MS, false, { ref: false }),
	]);
	if (!inTime) child.kill('SIGKILL');
	await ended;
	endGroup(child.pid);
}

function endGroup(pid: number | undefined): void {
	if (pid === undefined || process.platform === 'win32') return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// The usual case: n8n has ended its task runner itself.
	}
}
