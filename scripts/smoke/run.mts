import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDemo } from '../demo/open-demo.mts';
import { accessModel } from './checks/access-model.mts';
import { acceptedCalls } from './checks/accepted-calls.mts';
import { anonymousCalls } from './checks/anonymous-calls.mts';
import { apiRequest } from './checks/api-request.mts';
import { audit } from './checks/audit.mts';
import { authorizationServer } from './checks/authorization-server.mts';
import { browserCalls } from './checks/browser-calls.mts';
import { callingSystems } from './checks/calling-systems.mts';
import { changesReachWebhooks } from './checks/changes-reach-webhooks.mts';
import { connectedSystems } from './checks/connected-systems.mts';
import { credentialSchemes } from './checks/credential-schemes.mts';
import { disabledCallers } from './checks/disabled-callers.mts';
import { forgottenAnswers } from './checks/forgotten-answers.mts';
import { hostileData } from './checks/hostile-data.mts';
import { inbentaCallers } from './checks/inbenta-callers.mts';
import { interactCallers } from './checks/interact-callers.mts';
import { interActionPlusDialect } from './checks/inter-action-plus-dialect.mts';
import { keptAnswers } from './checks/kept-answers.mts';
import { limitsCountOnce } from './checks/limits-count-once.mts';
import { n8nAsClient } from './checks/n8n-as-client.mts';
import { noLeaks, noLeaksAfterwards } from './checks/no-leaks.mts';
import { oauth4webapi } from './checks/oauth4webapi.mts';
import { offloadedRuns } from './checks/offloaded-runs.mts';
import { oneTimeLinks } from './checks/one-time-links.mts';
import { packageIsLoaded } from './checks/package-is-loaded.mts';
import { realmSecrets } from './checks/realm-secrets.mts';
import { redirects } from './checks/redirects.mts';
import { refusedCalls } from './checks/refused-calls.mts';
import { secretKeys } from './checks/secret-keys.mts';
import { severalWriters } from './checks/several-writers.mts';
import { signedMessages } from './checks/signed-messages.mts';
import { stopping } from './checks/stopping.mts';
import { testAddress } from './checks/test-address.mts';
import { validatedCalls } from './checks/validated-calls.mts';
import { verintDialect } from './checks/verint-dialect.mts';
import { report, type Check } from './report.mts';
import { preparePlace, type Opened, type PlaceKind } from './place.mts';
import { prepareWorld, type World } from './world.mts';

type Group = (world: World) => readonly Check[];

const groups: readonly Group[] = [
	packageIsLoaded,
	refusedCalls,
	acceptedCalls,
	credentialSchemes,
	authorizationServer,
	oauth4webapi,
	verintDialect,
	interActionPlusDialect,
	n8nAsClient,
	interactCallers,
	oneTimeLinks,
	inbentaCallers,
	callingSystems,
	connectedSystems,
	signedMessages,
	testAddress,
	disabledCallers,
	anonymousCalls,
	browserCalls,
	secretKeys,
	redirects,
	apiRequest,
	realmSecrets,
	hostileData,
	forgottenAnswers,
	keptAnswers,
	accessModel,
	validatedCalls,
	audit,
	noLeaks,
	stopping,
	noLeaksAfterwards,
];

/** What queue mode has in place of a group, or beside it. */
const onQueueMode = new Map<Group, readonly Group[]>([
	[disabledCallers, [changesReachWebhooks]],
	[audit, [limitsCountOnce, audit, severalWriters]],
	[noLeaks, [offloadedRuns, noLeaks]],
]);

/** Shows the main job on a fresh n8n, check by check; gives the exit code. */
export async function runSmoke(kind: PlaceKind): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'incoming-api-smoke-'));
	const opened: Opened[] = [];
	try {
		const { passed, failed } = await report(checks(folder, kind, opened));
		process.stdout.write(`${passed} passed, ${failed} failed\n`);
		return failed === 0 ? 0 : 1;
	} finally {
		for (const { close } of opened.reverse()) await close();
		await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
	}
}

async function* checks(folder: string, kind: PlaceKind, opened: Opened[]): AsyncGenerator<Check> {
	let world: World | undefined;
	yield {
		sentence: 'a fresh n8n with the pack, its credentials and the example workflows is up',
		find: async () => {
			const place = await preparePlace(kind, folder, opened);
			const tell = (line: string) => void process.stderr.write(`${line}\n`);
			const demo = await openDemo(place, tell);
			opened.push(demo);
			world = await prepareWorld(demo);
			opened.push(world);
			const processes = Object.keys(demo.n8n.processes).join(', ');
			return `${demo.n8n.webhookUrl} on ${kind} (${processes}), user and key made by running an example`;
		},
	};
	if (world === undefined) return;
	const wanted = groups.flatMap((group) => (kind === 'queue' && onQueueMode.get(group)) || group);
	for (const group of wanted) {
		for (const check of group(world)) {
			yield check;
		}
	}
}
