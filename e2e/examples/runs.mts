import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectFolder } from '../../scripts/package/project.mts';
import type { Check } from '../../scripts/smoke/report.mts';
import { callWithKey, USER, type World } from '../../scripts/smoke/world.mts';
import { hearOfLogIns, keepASecret, letAPartnerIn } from './authorization.mts';
import {
	answerFromWithin,
	answerLater,
	letPagesCall,
	takeSignedWebhooks,
	validateCalls,
} from './calls.mts';
import {
	exportTheAuditDaily,
	giveAPartnerAKey,
	revokeEverythingOfAUser,
	rotateKeysThatAreDue,
} from './keys.mts';
import { callSystem, INBENTA_API } from './systems.mts';

/** Calls an example that the demo has published. */
async function callPublished(world: World, path: string): Promise<string> {
	const { status, body } = await callWithKey(world, path);
	assert.equal(status, 200, body);
	assert.ok(body.includes(`"${USER}"`), body);
	return `${status} as ${USER}`;
}

/** How each example is run; some need what those before them have made. */
const runs: Readonly<Record<string, (world: World) => Promise<string>>> = {
	'set-up-a-user-and-key': async (world) => await callPublished(world, 'whoami'),
	'protected-api': async (world) => await callPublished(world, 'whoami'),
	'call-out-with-a-secret-key': async (world) => await callPublished(world, 'call-out'),
	'answer-from-within': answerFromWithin,
	'answer-later': answerLater,
	'validate-calls': validateCalls,
	'let-pages-call': letPagesCall,
	'take-signed-webhooks': takeSignedWebhooks,
	'let-a-partner-in-with-oauth': letAPartnerIn,
	'hear-of-log-ins': hearOfLogIns,
	'keep-a-secret-in-the-realm': keepASecret,
	'give-a-partner-a-key': giveAPartnerAKey,
	'rotate-keys-that-are-due': rotateKeysThatAreDue,
	'revoke-everything-of-a-user': revokeEverythingOfAUser,
	'export-the-audit-daily': exportTheAuditDaily,
	'call-phixflow': callSystem('call-phixflow', 'phixFlowApi'),
	'call-interact': callSystem('call-interact', 'interactApi'),
	'call-verint-community': callSystem('call-verint-community', 'verintCommunityApi'),
	'call-interaction-plus': callSystem('call-interaction-plus', 'interActionPlusApi'),
	'call-inbenta': callSystem('call-inbenta', 'inbentaApi', INBENTA_API),
};

/** Each example, imported, set as its notes say, and run. */
export function everyExample(world: World): readonly Check[] {
	return [
		{
			sentence: 'every example has a run, and every run an example',
			find: async () => {
				const files = globSync('*.json', { cwd: join(projectFolder, 'examples') });
				const examples = files.map((file) => basename(file, '.json'));
				assert.deepEqual(Object.keys(runs).toSorted(), examples.toSorted());
				return await Promise.resolve(`${examples.length} examples`);
			},
		},
		...Object.entries(runs).map(([example, run]) => ({
			sentence: `the example ${example} does what it says`,
			find: async () => await run(world),
		})),
	];
}
