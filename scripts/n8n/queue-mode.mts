import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Arrangement, N8nSettings } from './arrangement.mts';
import { startProcess, type N8nProcess, type ProcessSettings } from './process.mts';

type Command = ProcessSettings['command'];
type Environment = ProcessSettings['environment'];

/**
 * n8n's queue mode: a main, a webhook and a worker process, each with a user folder of its own as
 * if it had a machine of its own. Manual runs go to the worker too.
 *
 * @param redis n8n's settings that lead to the queue
 */
export function queueMode(redis: Environment): Arrangement {
	return {
		portCount: 5,
		userFolders: (userFolder) => Object.values(foldersIn(userFolder)),
		start: async (settings) => {
			const { main, webhook, worker } = await startAll(settings, redis);
			const all = [main, webhook, worker];
			const ended = Promise.race(
				all.map(async ({ ended, outputFile }) => {
					await ended;
					return { outputFile };
				}),
			);
			return {
				url: main.url,
				webhookUrl: webhook.url,
				processes: { main, webhook, worker },
				ended,
				stop: async () => await stopAll(all),
			};
		},
	};
}

function foldersIn(userFolder: string): Readonly<Record<Command, string>> {
	return {
		start: userFolder,
		webhook: join(userFolder, 'webhook'),
		worker: join(userFolder, 'worker'),
	};
}

async function startAll(
	{ runtime, userFolder, ports, environment }: N8nSettings,
	redis: Environment,
) {
	const [mainPort = 0, broker = 0, webhookPort = 0, workerPort = 0, workerBroker = 0] = ports;
	const shared = { ...environment, ...redis, ...sharedByAll(webhookPort) };
	const folders = foldersIn(userFolder);
	const started: N8nProcess[] = [];
	const start = async (command: Command, port: number, brokerPort: number, own?: Environment) => {
		mkdirSync(folders[command], { recursive: true, mode: 0o700 });
		const one = await startProcess({
			runtime,
			command,
			userFolder: folders[command],
			port,
			brokerPort,
			environment: { ...shared, ...own },
		});
		started.push(one);
		return one;
	};
	try {
		// The main process migrates n8n's database, which the others expect to find done.
		const main = await start('start', mainPort, broker);
		const others = [
			start('webhook', webhookPort, 0),
			start('worker', workerPort, workerBroker, healthOn(workerPort)),
		] as const;
		// When one fails the other is still starting: it has to be there before it can be stopped.
		await Promise.allSettled(others);
		const [webhook, worker] = await Promise.all(others);
		return { main, webhook, worker };
	} catch (error) {
		await stopAll(started);
		throw error;
	}
}

function sharedByAll(webhookPort: number): Environment {
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64url'),
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		WEBHOOK_URL: `http://127.0.0.1:${webhookPort}/`,
	};
}

function healthOn(port: number): Environment {
	return {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
}

async function stopAll(processes: readonly N8nProcess[]): Promise<void> {
	await Promise.all(processes.map(async ({ stop }) => await stop()));
}
