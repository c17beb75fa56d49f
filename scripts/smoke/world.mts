import { randomUUID } from 'node:crypto';
import { administer, administerAll, type AdminParameters } from '../demo/administer.mts';
import { call } from '../demo/call.mts';
import { realmCredential } from '../demo/credentials.mts';
import { startExternalApi, type ExternalApi } from '../demo/external-api.mts';
import { setUpUserAndKey } from '../demo/main-job.mts';
import type { Demo } from '../demo/open-demo.mts';
import { createCredential, type CredentialReference } from '../n8n/credentials.mts';
import type { Item } from '../n8n/manual-run.mts';
import { activateWorkflow, createWorkflow } from '../n8n/workflows.mts';
import { type OutgoingWorkflow, outgoingWorkflows } from './outgoing-workflows.mts';
import { PARAMETER_ID } from './checks/kept-answers.mts';
import {
	anonymousWorkflow,
	callOutWorkflow,
	keptAnswerWorkflows,
	silentWorkflow,
} from './workflows.mts';

/** What the checks look at: the demo, its caller, and a few workflows beside the examples. */
export interface World extends Demo {
	readonly apiKey: string;
	/** A key that is well formed and belongs to another realm. */
	readonly foreignKey: string;
	/** Access tokens that checks have issued; they add theirs. */
	readonly accessTokens: string[];
	/** Values of signing keys that checks have sealed, and signatures by them; they add theirs. */
	readonly signingValues: string[];
	/** What one-time links have shown, or what was typed on them; checks add theirs. */
	readonly linkValues: string[];
	/** A second host, to which no secret may go. Closing the world closes this alone. */
	readonly otherHost: ExternalApi;
	/** Values of a secret key that the realm keeps, the one after the other. */
	readonly realmSecrets: readonly [string, string];
	/** Values of a credential whose workflows copy a caller's text: the author's key, and another. */
	readonly copiedSecrets: readonly [string, string];
	readonly realm: CredentialReference;
	readonly secrets: CredentialReference;
	/** Ids of the workflows that only the checks use. */
	readonly made: Readonly<Record<MadeWorkflow, string>>;
	/** Does an admin action and gives its first item, or all. */
	readonly admin: (parameters: AdminParameters) => Promise<Item>;
	readonly adminAll: (parameters: AdminParameters) => Promise<readonly Item[]>;
	readonly webhook: (path: string) => string;
}

export type MadeWorkflow =
	| 'anonymous'
	| 'silent'
	| 'apiRequest'
	| 'httpRequest'
	| 'otherForm'
	| keyof ReturnType<typeof keptAnswerWorkflows>
	| 'apiRequestMoved'
	| 'httpRequestMoved'
	| OutgoingWorkflow;

export const USER = 'reporting-app';

/** Makes what the checks need on an open demo. */
export async function prepareWorld(demo: Demo): Promise<World> {
	const { session, credentials, n8n } = demo;
	const { accessRealmApi: realm, secretKeysApi: secrets } = credentials;
	if (!realm || !secrets) throw new Error('The credentials of the demo are missing.');
	const apiKey = await setUpUserAndKey(demo);
	const otherHost = await startExternalApi(0);
	const made = await makeWorkflows(demo, { realm, secrets, otherHost });
	return {
		...demo,
		apiKey,
		foreignKey: await makeForeignKey(demo),
		accessTokens: [],
		signingValues: [],
		linkValues: [],
		otherHost,
		realmSecrets: [`realm-${randomUUID()}`, `realm-${randomUUID()}`],
		copiedSecrets: [`own-${randomUUID()}`, `other-${randomUUID()}`],
		realm,
		secrets,
		made,
		admin: async (parameters) => await administer(session, realm, parameters),
		adminAll: async (parameters) => await administerAll(session, realm, parameters),
		webhook: (path) => `${n8n.webhookUrl}/webhook/${path}`,
		close: otherHost.close,
	};
}

/** Calls the example of a protected API with the key. */
export async function callWithKey({ webhook, apiKey }: World, path = 'whoami', json?: unknown) {
	return await call(webhook(path), { 'x-api-key': apiKey }, json);
}

async function makeForeignKey({ session, memory }: Demo): Promise<string> {
	const credential = realmCredential(memory.now().passphrase, 'other');
	const realm = await createCredential(session, credential);
	const user = { resource: 'user', operation: 'create', username: 'stranger', displayName: '' };
	await administer(session, realm, user);
	const generate = { resource: 'apiKey', operation: 'generate', username: 'stranger', name: 'key' };
	const { key } = await administer(session, realm, generate);
	return String(key);
}

async function makeWorkflows(
	{ session, externalApi }: Demo,
	use: { realm: CredentialReference; secrets: CredentialReference; otherHost: ExternalApi },
): Promise<World['made']> {
	const orders = `${externalApi.url}/orders`;
	const elsewhere = use.otherHost.url.replace('127.0.0.1', 'localhost');
	const moved = `${externalApi.url}/moved?to=${encodeURIComponent(`${elsewhere}/orders`)}`;
	const reference = '${_datasource.MyAPIKey}';
	const out = (path: string, node: 'apiRequest' | 'httpRequest', url: string, header = reference) =>
		callOutWorkflow({ path, node, url, header, ...use });
	const workflows = {
		anonymous: anonymousWorkflow(use.realm),
		silent: silentWorkflow(use.realm),
		apiRequest: out('smoke-api-request', 'apiRequest', orders),
		httpRequest: out('smoke-http-request', 'httpRequest', orders),
		otherForm: out('smoke-other-form', 'apiRequest', orders, 'Bearer $<_datasource.MyAPIKey>'),
		apiRequestMoved: out('smoke-api-request-moved', 'apiRequest', moved),
		httpRequestMoved: out('smoke-http-request-moved', 'httpRequest', moved),
		...outgoingWorkflows(externalApi.url, use),
		...keptAnswerWorkflows(use.realm, PARAMETER_ID, externalApi.url),
	};
	const ids: Record<string, string> = {};
	for (const [name, workflow] of Object.entries(workflows)) {
		const id = await createWorkflow(session, workflow);
		await activateWorkflow(session, id);
		ids[name] = id;
	}
	return ids as World['made'];
}
