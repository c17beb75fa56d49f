import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDemo } from '../demo/open-demo.mts';
import { accessModel } from './checks/access-model.mts';
import { acceptedCalls } from './checks/accepted-calls.mts';
import { anonymousCalls } from './checks/anonymous-calls.mts';
import { audit } from './checks/audit.mts';
import { disabledCallers } from './checks/disabled-callers.mts';
import { forgottenAnswers } from './checks/forgotten-answers.mts';
import { noLeaks } from './checks/no-leaks.mts';
import { packageIsLoaded } from './checks/package-is-loaded.mts';
import { redirects } from './checks/redirects.mts';
import { refusedCalls } from './checks/refused-calls.mts';
import { secretKeys } from './checks/secret-keys.mts';
import { report, type Check } from './report.mts';
import { createDatabase } from './postgres.mts';
import { prepareWorld, type World } from './world.mts';

const groups = [
	packageIsLoaded,
	refusedCalls,
	acceptedCalls,
	disabledCallers,
	anonymousCalls,
	secretKeys,
	redirects,
	forgottenAnswers,
	accessModel,
	audit,
	noLeaks,
] as const;

/** Where n8n and the realm keep what they store. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** Shows the main job on a fresh n8n, check by check; gives the exit code. */
export async function runSmoke(kind: DatabaseKind): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'incoming-api-smoke-'));
	const opened: Array<{ close(): Promise<void> }> = [];
	try {
		const { passed, failed } = await report(checks(folder, kind, opened));
		process.stdout.write(`${passed} passed, ${failed} failed\n`);
		return failed === 0 ? 0 : 1;
	} finally {
		for (const { close } of opened.reverse()) await close();
		await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}

async function* checks(
	folder: string,
	kind: DatabaseKind,
	opened: Array<{ close(): Promise<void> }>,
): AsyncGenerator<Check> {
	let world: World | undefined;
	yield {
		sentence: 'a fresh n8n with the pack, its credentials and the example workflows is up',
		find: async () => {
			const database = kind === 'postgres' ? await createDatabase() : undefined;
			if (database) opened.push(database);
			const tell = (line: string) => void process.stderr.write(`${line}\n`);
			const demo = await openDemo(folder, 0, tell, database);
			opened.push(demo);
			world = await prepareWorld(demo);
			opened.push(world);
			return `${world.n8n.url} on ${kind}, user and key made by running an example`;
		},
	};
	if (world === undefined) return;
	for (const group of groups) {
		for (const check of group(world)) {
			yield check;
		}
	}
}
