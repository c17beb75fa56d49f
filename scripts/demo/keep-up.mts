import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../package/project.mts';
import { cacheFolder } from '../runtime/cache-folder.mjs';
import { interruption } from '../runtime/interruption.mjs';
import { withLockOrFail } from '../runtime/lock.mjs';
import { runMainJob } from './main-job.mts';
import { openDemo, type Demo } from './open-demo.mts';

const N8N_PORT = 5678;
const ALREADY_UP =
	'The demo of this checkout is up already (or was killed less than 30 seconds ago).';

/**
 * Opens this checkout's demo, does the main job in front of the reader, and stays up until Ctrl-C.
 * The demo lies in the user's cache folder, so that the next start finds the same realm, owner and
 * workflows; `fresh` throws it away first.
 */
export async function keepDemoUp({ fresh = false }: { fresh?: boolean | undefined }) {
	const key = createHash('sha256').update(projectFolder).digest('hex').slice(0, 16);
	const folder = join(cacheFolder(), `demo-${key}`);
	return await withLockOrFail(`${folder}.lock`, ALREADY_UP, async () => {
		if (fresh) await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true, mode: 0o700 });
		return await open(folder);
	});
}

async function open(folder: string): Promise<number> {
	const demo = await openDemo({ folder, preferredPort: N8N_PORT }, print);
	try {
		print('\nThe main job, once:\n');
		await runMainJob(demo, (line) => print(`  ${line.replaceAll('\n', '\n  ')}`));
		print(instructions(demo, folder));
		return await untilTheEnd(demo);
	} finally {
		await demo.close();
		print('n8n has ended.');
	}
}

async function untilTheEnd({ n8n }: Demo): Promise<number> {
	if (interruption.aborted) return 0;
	const interrupted = once(interruption, 'abort').then(() => undefined);
	const ended = await Promise.race([n8n.ended, interrupted]);
	if (ended === undefined) return 0;
	print(`n8n has ended by itself. See ${ended.outputFile}.`);
	return 1;
}

function instructions({ n8n, externalApi, memory }: Demo, folder: string): string {
	const { owner, apiKey } = memory.now();
	return `
Open      ${n8n.url}
Sign in   ${owner.email}
Password  ${owner.password}

Try:

  curl -i ${n8n.webhookUrl}/webhook/whoami
  curl -i -H 'X-API-Key: ${apiKey}' ${n8n.webhookUrl}/webhook/whoami
  curl -i -H 'Authorization: Bearer ${apiKey}' ${n8n.webhookUrl}/webhook/call-out

The external API of the demo listens on ${externalApi.url}.
Everything is kept in ${folder}; npm start -- --fresh begins anew.

Ctrl-C ends n8n.`;
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}
