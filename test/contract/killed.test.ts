import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemPorts } from '../../src/realm/system-ports';
import { sharedRealms } from '../../src/realm/shared-realms';
import { A_CALL, A_POLICY, aMessage, KEY_LOCK } from '../a-realm';
import { stores } from '../stores';

const KILLS = 20;
const LEAST_LINES = 60;

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the process and kills it some time after it has acknowledged a few calls. */
function runAndKill(environment: Record<string, string>, delay: number): Promise<string[]> {
	const child = spawn(process.execPath, [join(__dirname, 'accept-calls.cjs')], {
		env: { ...process.env, ...environment },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let printed = '';
	let timer: NodeJS.Timeout | undefined;
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		printed += text;
		if (printed.split('\n').length < LEAST_LINES) return;
		timer ??= setTimeout(() => child.kill('SIGKILL'), delay);
	});
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (_code, signal) => {
			if (signal === 'SIGKILL') resolve(printed.split('\n').slice(0, -1));
			else reject(new Error('The process has ended before it was killed.'));
		});
	});
}

describe.each(stores)('a process with a realm in $engine', ({ engine, create }) => {
	test(`NT-86: is killed ${String(KILLS)} times: nothing acknowledged is lost, and the chains verify`, async () => {
		const { storage, remove } = await create();
		const auditAnchorFile = join(folder, 'anchor.ndjson');
		const environment = { STORAGE: JSON.stringify(storage), ANCHOR_FILE: auditAnchorFile };
		const lines: string[] = [];
		for (let kill = 0; kill < KILLS; kill += 1) {
			lines.push(...(await runAndKill(environment, (kill * 37) % 100)));
		}
		const printed = (word: string) =>
			lines
				.filter((line) => line.startsWith(`${word} `))
				.map((line) => line.slice(word.length + 1));
		const [keys, calls] = [printed('key'), printed('call')];

		const realms = sharedRealms(systemPorts);
		const settings = { realm: 'default', lock: KEY_LOCK, storage, auditAnchorFile };
		const { realm } = await realms.open(settings);
		const works: string[] = [];
		for (const key of keys) {
			const message = aMessage({ headerFields: [['X-API-Key', key]] });
			works.push((await realm.authenticate(message, A_POLICY, A_CALL)).kind);
		}
		const entries = await realm.audit.query({ kind: 'decision', decision: 'accepted' });
		const known = new Set(entries.map(({ content }) => content['requestId']));
		const lost = calls.filter((requestId) => !known.has(requestId));
		const verified = await realm.audit.verify();
		await realms.close();
		await remove();

		expect(keys.length).toBeGreaterThanOrEqual(KILLS);
		expect(calls.length).toBeGreaterThan(KILLS * 40);
		expect(works.filter((kind) => kind !== 'accepted')).toEqual([]);
		expect(lost).toEqual([]);
		expect(verified).toMatchObject({ findings: [], chains: KILLS + 1 });
		process.stdout.write(
			`kill -9 on ${engine}: ${String(KILLS)} times, ${String(keys.length)} keys and ${String(calls.length)} calls acknowledged, none lost\n`,
		);
	});
});
