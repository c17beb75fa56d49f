import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Arrangement, RunningN8n } from '../n8n/arrangement.mts';
import type { Database, Row } from '../n8n/database.mts';
import { findFreePorts } from '../n8n/free-ports.mts';
import { oneProcess } from '../n8n/one-process.mts';
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
	/** n8n's settings that lead to a database beside that folder; none for SQLite. */
	readonly environment: Readonly<Record<string, string>>;
	readonly session: Session;
	readonly externalApi: ExternalApi;
	readonly memory: Memory;
	/** By credential type. */
	readonly credentials: Settings['credentials'];
	readonly workflowId: (example: Example) => string;
	/** The rows that a query of the realm's tables brings. */
	readonly queryRealm: (sql: string) => Promise<readonly Row[]>;
	/** Brings what a database beside the user folder holds into files of it. */
	readonly dumpDatabase: () => Promise<void>;
	close(): Promise<void>;
}

type Tell = (line: string) => void;

/** Where and how the demo's n8n runs. */
export interface Place {
	readonly folder: string;
	readonly preferredPort: number;
	/** Instead of SQLite files in the folder. */
	readonly database?: Database | undefined;
	/** Instead of one process. */
	readonly arrangement?: Arrangement | undefined;
}

/** Opens the demo; what an earlier start made in its folder is found again. */
export async function openDemo(place: Place, tell: Tell): Promise<Demo> {
	const { folder, preferredPort, database, arrangement = oneProcess } = place;
	const runtime = await findN8n();
	const userFolder = join(folder, 'n8n');
	mkdirSync(userFolder, { recursive: true, mode: 0o700 });
	const memory = openMemory(folder);
	tell('Building the package and installing its pack into n8n');
	await build();
	for (const each of arrangement.userFolders(userFolder)) await installPack(each);
	const { n8n, externalApi } = await startBoth({
		runtime,
		userFolder,
		memory,
		preferredPort,
		tell,
		arrangement,
		environment: database?.environment ?? {},
	});
	const dumpDatabase = async () => await database?.dump(join(userFolder, '.n8n'));
	const queryRealm = async (sql: string) =>
		database === undefined ? queryFile(userFolder, sql) : await database.query(sql);
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
			environment: database?.environment ?? {},
			session,
			externalApi,
			memory,
			credentials,
			workflowId,
			queryRealm,
			dumpDatabase,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

function queryFile(userFolder: string, sql: string): readonly Row[] {
	const file = join(userFolder, '.n8n', 'incoming-api.sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		return database.prepare(sql).all();
	} finally {
		database.close();
	}
}

async function startBoth(settings: {
	readonly runtime: string;
	readonly userFolder: string;
	readonly memory: Memory;
	readonly preferredPort: number;
	readonly tell: Tell;
	readonly arrangement: Arrangement;
	readonly environment: Readonly<Record<string, string>>;
}): Promise<Pick<Demo, 'n8n' | 'externalApi'>> {
	const { runtime, userFolder, memory, preferredPort, tell, arrangement, environment } = settings;
	const others = Array.from({ length: arrangement.portCount - 1 }, () => 0);
	const preferred = [memory.now().externalPort ?? 0, preferredPort, ...others];
	const [externalPort = 0, ...ports] = await findFreePorts(...preferred);
	const [port = 0] = ports;
	if (preferredPort !== 0 && port !== preferredPort) {
		tell(`Port ${preferredPort} is in use: taking ${port}`);
	}
	const externalApi = await startExternalApi(externalPort);
	memory.change({ externalPort });
	tell(`Starting n8n on port ${port}`);
	try {
		const n8n = await arrangement.start({ runtime, userFolder, ports, environment });
		return { n8n, externalApi };
	} catch (error) {
		await externalApi.close();
		throw error;
	}
}
