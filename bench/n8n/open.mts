import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSession } from '../../scripts/demo/contents.mts';
import { openMemory } from '../../scripts/demo/memory.mts';
import { findFreePorts } from '../../scripts/n8n/free-ports.mts';
import { type N8nProcess, startProcess } from '../../scripts/n8n/process.mts';
import type { Session } from '../../scripts/n8n/session.mts';
import { installPack } from '../../scripts/package/install.mts';
import { findN8n } from '../../scripts/runtime/n8n.mjs';

const BARE_TRIGGER = fileURLToPath(new URL('./bare-trigger/', import.meta.url));

/** n8n's way to evaluate expressions, which it also sets up for calls that use none. */
export type ExpressionEngine = 'vm' | 'legacy';

/** Installs our pack and the bare trigger beside each other into a new n8n user folder. */
export async function installBoth(folder: string): Promise<void> {
	const bare = join(folder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-bench');
	await mkdir(bare, { recursive: true });
	await cp(BARE_TRIGGER, bare, { recursive: true });
	await installPack(folder);
}

/** Starts n8n on a user folder with one of its expression engines; the same owner every time. */
export async function startWith(
	engine: ExpressionEngine,
	userFolder: string,
): Promise<{ readonly n8n: N8nProcess; readonly session: Session }> {
	const runtime = await findN8n();
	const [port = 0, brokerPort = 0] = await findFreePorts(0, 0);
	const environment = { N8N_EXPRESSION_ENGINE: engine };
	const place = { runtime, userFolder, port, brokerPort, environment };
	const n8n = await startProcess({ ...place, command: 'start' });
	try {
		return { n8n, session: await openSession(n8n.url, openMemory(userFolder)) };
	} catch (error) {
		await n8n.stop();
		throw error;
	}
}
