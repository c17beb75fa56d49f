import { runManually } from '../n8n/manual-run.mts';
import { administer } from './administer.mts';
import { call, type Answer } from './call.mts';
import type { Demo } from './open-demo.mts';

const USER = 'reporting-app';
const SET_UP = 'set-up-a-user-and-key';

/**
 * Does the main job once and tells each step: a user and a key, a call without the key, one with
 * it, and one whose workflow calls out with a secret key.
 */
export async function runMainJob(demo: Demo, tell: (line: string) => void): Promise<void> {
	const { n8n, externalApi, memory } = demo;
	const apiKey = await ensureApiKey(demo, tell);
	memory.change({ apiKey });
	const withKey = { 'x-api-key': apiKey };
	const whoami = `${n8n.webhookUrl}/webhook/whoami`;
	tell(`2. Without a key:  GET ${whoami}\n   ${told(await call(whoami))}`);
	const accepted = await call(whoami, withKey);
	tell(`3. With the key:   GET ${whoami}\n   ${told(accepted, accepted.json?.['caller'])}`);
	externalApi.takeReceived();
	const callOut = `${n8n.webhookUrl}/webhook/call-out`;
	tell(`4. With the key:   GET ${callOut}\n   ${told(await call(callOut, withKey))}`);
	tell(`   ${whatArrived(demo)}`);
}

async function ensureApiKey(demo: Demo, tell: (line: string) => void): Promise<string> {
	const { n8n, session, credentials, memory } = demo;
	const { apiKey } = memory.now();
	if (apiKey === undefined) {
		const key = await setUpUserAndKey(demo);
		tell(`1. The admin runs "Set up a user and a key": user ${USER}, and a key that is shown once`);
		return key;
	}
	const { status } = await call(`${n8n.webhookUrl}/webhook/whoami`, { 'x-api-key': apiKey });
	if (status === 200) {
		tell(`1. The user ${USER} and the key of an earlier start are still good`);
		return apiKey;
	}
	const { accessRealmApi } = credentials;
	if (!accessRealmApi) throw new Error('The Access Realm credential of the demo is gone.');
	const generate = { resource: 'apiKey', operation: 'generate', username: USER, name: 'next key' };
	const { key } = await administer(session, accessRealmApi, generate);
	tell(`1. The earlier key is refused (${status}): the admin generates another for ${USER}`);
	return String(key);
}

/** Runs the example that makes a user and a key, and gives the key. */
export async function setUpUserAndKey({ session, workflowId }: Demo): Promise<string> {
	const trigger = "When clicking 'Execute workflow'";
	const { error, items } = await runManually(session, workflowId(SET_UP), trigger);
	const key = items['Generate API Key']?.[0]?.['key'];
	if (typeof key === 'string') return key;
	throw new Error(`The example ${SET_UP} gave no key: ${error ?? 'no error was reported'}`);
}

function told({ status, headers, body, json }: Answer, part: unknown = undefined): string {
	const challenge = headers['www-authenticate'];
	const said = part ?? json?.['detail'] ?? json ?? body;
	return [`-> ${status}`, challenge && `WWW-Authenticate: ${challenge}`, JSON.stringify(said)]
		.filter(Boolean)
		.join('  ');
}

function whatArrived({ externalApi, memory }: Demo): string {
	const { secret } = memory.now();
	const [request] = externalApi.takeReceived();
	if (request?.headers.authorization !== secret) {
		throw new Error('The external API did not receive the secret.');
	}
	const { method, path } = request;
	return `The external API received ${method} ${path} with Authorization: <the secret, ${secret.length} characters>`;
}
