import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../n8n/database.mts';
import { findFreePorts } from '../n8n/free-ports.mts';
import { startN8n, type RunningN8n } from '../n8n/server.mts';
import type { Session } from '../n8n/session.mts';
import { build } from '../package/build.mts';
import { installPack } from '../package/install.mts';
import { findN8n } from '../runtime/n8n.mjs';
import { ensureCredentials, ensureWorkflows, openSession } from './contents.mts';
import type { Example, Settings } from './examples.mts';
import { startExternalApi, type ExternalApi } from './external-api.mts';
import { openMemory, type Memory } from './memory.mts';

/** A real n8n with the pack, its credentials and the active examples, and an API to call out to. */
export interface Demo {
	readonly n8n: RunningN8n;
	/** n8n's user folder: everything that n8n and the pack store lies below it. */
	readonly userFolder: string;
	readonly session: Session;
	readonly externalApi: ExternalApi;
	readonly memory: Memory;
	/** By credential type. */
	readonly credentials: Settings['credentials'];
	readonly workflowId: (example: Example) => string;
	/** Brings what a database beside the user folder holds into files of it. */
	readonly dumpDatabase: () => Promise<void>;
	close(): Promise<void>;
}

type Tell = (line: string) => void;

/**
 * Opens the demo in a folder; what an earlier start made there is found again. n8n and the realm
 * are in SQLite files of that folder, or in the database that is given.
 */
export async function openDemo(
	folder: string,
	preferredPort: number,
	tell: Tell,
	database?: Database,
): Promise<Demo> {
	const runtime = await findN8n();
	const userFolder = join(folder, 'n8n');
	mkdirSync(userFolder, { recursive: true, mode: 0o700 });
	const memory = openMemory(folder);
	tell('Building the package and installing its pack into n8n');
	await build();
	await installPack(userFolder);
	const { n8n, externalApi } = await startBoth({
		runtime,
		userFolder,
		memory,
		preferredPort,
		tell,
		environment: database?.environment,
	});
	const dumpDatabase = async () => await database?.dump(join(userFolder, '.n8n'));
	const close = async () => {
		await Promise.all([n8n.stop(), externalApi.close()]);
	};
	try {
		const session = await openSession(n8n.url, memory);
		const credentials = await ensureCredentials(session, memory);
		await ensureWorkflows(session, memory, { credentials, externalUrl: externalApi.url });
		const workflowId = (example: Example) => memory.now().workflows[example]?.id ?? '';
		return {
			n8n,
			userFolder,
			session,
			externalApi,
			memory,
			credentials,
			workflowId,
			dumpDatabase,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

async function startBoth(settings: {
	readonly runtime: string;
	readonly userFolder: string;
	readonly memory: Memory;
	readonly preferredPort: number;
	readonly tell: Tell;
	readonly environment: Readonly<Record<string, string>> | undefined;
}): Promise<Pick<Demo, 'n8n' | 'externalApi'>> {
	const { runtime, userFolder, memory, preferredPort, tell, environment } = settings;
	const preferred = [preferredPort, 0, memory.now().externalPort ?? 0];
	const [port = 0, brokerPort = 0, externalPort = 0] = await findFreePorts(...preferred);
	if (preferredPort !== 0 && port !== preferredPort) {
		tell(`Port ${preferredPort} is in use: taking ${port}`);
	}
	const externalApi = await startExternalApi(externalPort);
	memory.change({ externalPort });
	tell(`Starting n8n on port ${port}`);
	try {
		const n8n = await startN8n({ runtime, userFolder, port, brokerPort, environment });
		return { n8n, externalApi };
	} catch (error) {
		await externalApi.close();
		throw error;
	}
}
