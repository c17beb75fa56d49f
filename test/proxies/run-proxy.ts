import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';

import { freePort } from '../free-port';
import { caddyConfiguration, nginxConfiguration } from './configurations';

export type Program = 'nginx' | 'caddy';

/** A real proxy with the rules of a page, which takes calls by TLS on loopback. */
export interface RunningProxy {
	readonly port: number;
	/** The text of a file that it writes, once that matches: nginx writes of a call after it has answered. */
	written(file: string, awaited: RegExp): Promise<string>;
	close(): Promise<void>;
}

const PROGRAMS = {
	nginx: {
		configuration: nginxConfiguration,
		commandOf: (file: string) => ['-c', file, '-e', 'stderr'],
	},
	caddy: {
		configuration: caddyConfiguration,
		commandOf: (file: string) => ['run', '--adapter', 'caddyfile', '--config', file],
	},
};

/** Debian keeps nginx where only root looks by itself. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };

export function isThere(program: Program): boolean {
	return spawnSync(program, ['-v'], { env }).error === undefined;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
	exitCode !== null || signalCode !== null;

/** Waits until it has a certificate for the host; Caddy makes them after it has begun to listen. */
async function untilItServes(running: ChildProcess, port: number, host: string): Promise<void> {
	while (!hasEnded(running)) {
		const socket = connect({
			host: '127.0.0.1',
			port,
			servername: host,
			rejectUnauthorized: false,
		});
		const isUp = await once(socket, 'secureConnect').then(
			() => true,
			() => false,
		);
		socket.destroy();
		if (isUp) return;
		await sleep(50);
	}
}

/**
 * Starts a proxy with the rules that a page has for it. A place on loopback stands for `n8n:5678`, and
 * another for the server that decides who may pass.
 */
export async function runProxy(
	program: Program,
	page: string,
	n8n: string,
	hosts: Iterable<string>,
	decider = '127.0.0.1:9091',
): Promise<RunningProxy> {
	const { configuration, commandOf } = PROGRAMS[program];
	const folder = mkdtempSync(join(tmpdir(), `${program}-`));
	const port = await freePort();
	const file = join(folder, 'configuration');
	const rules = configuration(page, { folder, port }).replaceAll('n8n:5678', n8n);
	writeFileSync(file, rules.replaceAll('127.0.0.1:9091', decider));
	const running = spawn(program, commandOf(file), {
		env: { ...env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let said = '';
	running.stderr.on('data', (part: Buffer) => (said += part.toString()));
	for (const host of hosts) await untilItServes(running, port, host);
	if (hasEnded(running)) throw new Error(said);
	return {
		port,
		async written(name, awaited) {
			for (let tries = 0; ; tries += 1) {
				const text = readFileSync(join(folder, name), 'utf8');
				if (awaited.test(text) || tries === 1200) return text;
				await sleep(50);
			}
		},
		async close() {
			const ended = once(running, 'exit');
			running.kill();
			await ended;
			rmSync(folder, { recursive: true });
		},
	};
}
