import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDemo } from '../scripts/demo/open-demo.mts';
import { browserCalls } from '../scripts/smoke/checks/browser-calls.mts';
import { callingSystems } from '../scripts/smoke/checks/calling-systems.mts';
import { credentialSchemes } from '../scripts/smoke/checks/credential-schemes.mts';
import { noLeaks, noLeaksAfterwards } from '../scripts/smoke/checks/no-leaks.mts';
import { signedMessages } from '../scripts/smoke/checks/signed-messages.mts';
import { testAddress } from '../scripts/smoke/checks/test-address.mts';
import { report, type Check } from '../scripts/smoke/report.mts';
import { prepareWorld, type World } from '../scripts/smoke/world.mts';
import { authorizationPages } from './authorization-pages.mts';
import { designationPages } from './designation-pages.mts';
import { everyExample } from './examples/runs.mts';
import { findChromium, openBrowser, signIn } from './browser.mts';
import { newcomersPath } from './newcomer.mts';
import { nodeSearch } from './node-search.mts';
import { oneTimeLinks } from './one-time-links.mts';
import { pagesThatCall } from './pages.mts';
import { openSite } from './site.mts';
import { secretKeysInTheEditor } from './secret-keys-editor.mts';
import { systemChoice } from './system-choice.mts';

type Group = (world: World) => readonly Check[];

/** Every way of showing who calls; `noLeaksAfterwards` is last, because it ends n8n. */
const schemes: readonly Group[] = [
	credentialSchemes,
	signedMessages,
	testAddress,
	browserCalls,
	noLeaks,
	noLeaksAfterwards,
];

/** A group is asked for its checks when those before it have run. */
function* checksOf(groups: readonly Group[], world: World): Generator<Check> {
	for (const group of groups) yield* group(world);
}

/**
 * Drives n8n's real editor in Chromium, and calls by every scheme; gives the exit code.
 * Pictures of the pages go into a folder, where one is named.
 */
async function run(executablePath: string, pictures: string | undefined): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'incoming-api-e2e-'));
	const opened: Array<{ close(): Promise<void> }> = [];
	try {
		const tell = (line: string) => void process.stderr.write(`${line}\n`);
		const demo = await openDemo({ folder, preferredPort: 0 }, tell);
		opened.push(demo);
		const world = await prepareWorld(demo);
		opened.push(world);
		const browser = await openBrowser(executablePath);
		opened.push({ close: async () => await browser.close() });
		const site = await openSite();
		opened.push(site);
		const newcomer = newcomersPath(browser, pictures);
		opened.push(newcomer);
		const page = await signIn(browser, demo.n8n.url, demo.memory.now().owner);
		const groups: readonly Group[] = [
			() => newcomer.checks,
			() => nodeSearch(world, page),
			() => systemChoice(world, page),
			() => secretKeysInTheEditor(world, page),
			() => pagesThatCall(world, browser),
			() => authorizationPages({ world, browser, site, pictures }),
			() => designationPages({ world, browser, site, pictures }),
			() => oneTimeLinks({ world, browser, site, pictures }),
			callingSystems,
			everyExample,
			...schemes,
		];
		const { passed, failed } = await report(checksOf(groups, world));
		process.stdout.write(`${passed} passed, ${failed} failed\n`);
		return failed === 0 ? 0 : 1;
	} finally {
		for (const { close } of opened.reverse()) await close();
		await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
	}
}

const { values } = parseArgs({ options: { pictures: { type: 'string' } } });
const executable = findChromium();
if (executable === undefined) {
	process.stdout.write('Chromium is not here: name it in TEST_CHROMIUM. Everything was skipped.\n');
	process.exitCode = process.env['REQUIRE_SERVICES'] === '1' ? 1 : 0;
} else {
	process.exitCode = await run(executable, values.pictures);
}
