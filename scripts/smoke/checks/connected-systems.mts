import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCredential, type CredentialReference } from '../../n8n/credentials.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import { callbackOf, connectCredential } from '../connect-credential.mts';
import { makeConsentAdministrator, partnerRegistration } from '../partner.mts';
import type { Check } from '../report.mts';
import { setPassword } from '../set-password.mts';
import {
	authorizationServerWorkflow,
	callSystemWorkflow,
	protectedWorkflow,
} from '../workflows.mts';
import { callWithKey, type World } from '../world.mts';

const SERVER = 'smoke-connected';
const API = 'smoke-connected-api';
/** A community answers 403 where a token has ended. */
const COMMUNITY = 'smoke-connected-community';
const USER = 'connected-user';
/** The shortest life that a client's tokens may have. */
const LIFE_SECONDS = 30;
const NODES = ['httpRequest', 'apiRequest'] as const;

interface Connected {
	readonly type: string;
	/** Where it calls. */
	readonly path: string;
	readonly client: (callbackUrls: string) => Parameters<World['admin']>[0];
	readonly fields: Readonly<Record<string, unknown>>;
	/** Who comes in the browser, and what is decided there. */
	readonly walk: readonly [{ username: string; password: string }, Record<string, string>];
}

/** The credentials on n8n's own OAuth2 are connected to a realm that speaks as the systems do. */
export function connectedSystems(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook } = world;
	const user = { username: USER, password: `Password ${randomUUID()}` };
	const administrator = { username: 'connected-admin', password: `Password ${randomUUID()}` };
	const short = { clientOptions: { accessSeconds: LIFE_SECONDS } };
	/** `issued` tells how many tokens the client had when it was connected and had called. */
	const made = new Map<string, { clientId: string; issued: number }>();

	const systems: readonly Connected[] = [
		{
			type: 'verintCommunityOAuth2Api',
			path: COMMUNITY,
			client: (callbackUrls) => ({
				resource: 'client',
				operation: 'register',
				name: 'n8n at Verint',
				callbackUrls,
				grants: 'authorization_code, refresh_token',
				dialects: 'verint',
				clientOptions: { ...short.clientOptions, mainUrl: 'https://client.example' },
			}),
			fields: { site: webhook(SERVER) },
			walk: [user, { decision: 'allow' }],
		},
		{
			type: 'interActionPlusOAuth2Api',
			path: API,
			client: (callbackUrls) =>
				partnerRegistration(world, { server: SERVER, api: API }, { callbackUrls, ...short }),
			fields: { authorityUrl: webhook(SERVER), apiUrl: webhook(API) },
			walk: [administrator, { account: USER, decision: 'allow' }],
		},
	];

	const issuedTo = async (clientId: string): Promise<number> => {
		const filters = { kind: 'authorization' };
		const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
		return (await adminAll(audit)).filter(
			({ operation, client, decision }) =>
				operation === 'token.issue' && client === clientId && decision === 'accepted',
		).length;
	};
	const publish = async (system: Connected, credential: CredentialReference): Promise<void> => {
		const { type, path } = system;
		for (const node of NODES) {
			const use = { path: `smoke-${type}-${node}`, node, url: webhook(path), type };
			const workflow = callSystemWorkflow({ ...use, credential, realm });
			await activateWorkflow(session, await createWorkflow(session, workflow));
		}
	};
	/** Who the trigger says called, by way of a node. */
	const callBy = async (type: string, node: (typeof NODES)[number]): Promise<string> => {
		const { status, body, json } = await callWithKey(world, `smoke-${type}-${node}`);
		assert.equal(status, 200, body);
		const answer = (node === 'apiRequest' ? json?.['body'] : json) as Record<string, unknown>;
		const caller = answer['caller'] as Record<string, unknown>;
		assert.deepEqual([caller['user'], caller['client']], [USER, made.get(type)?.clientId]);
		return `${node} ${status}`;
	};

	const connecting = (system: Connected): Check => ({
		sentence: `${system.type} is connected by the pages of the server, and calls as the user`,
		find: async () => {
			const { type, client, fields, walk } = system;
			const registered = await admin(client(await callbackOf(session)));
			const { clientSecret } = registered;
			const clientId = String(registered['clientId']);
			world.accessTokens.push(String(clientSecret));
			const data = { ...fields, clientId, clientSecret };
			const credential = await createCredential(session, { name: `${type} account`, type, data });
			made.set(type, { clientId, issued: 0 });
			await publish(system, credential);
			const connected = performance.now();
			await connectCredential(session, credential, ...walk);
			const found: string[] = [];
			for (const node of NODES) found.push(await callBy(type, node));
			const lived = (performance.now() - connected) / 1000;
			const issued = await issuedTo(clientId);
			// A token that has lived for half of its life by then is renewed already.
			if (lived < LIFE_SECONDS / 2) assert.equal(issued, 1);
			made.set(type, { clientId, issued });
			return found.join(', ');
		},
	});

	return [
		{
			sentence: 'a server to connect to is published, with a community and a Cloud API behind it',
			find: async () => {
				const server = authorizationServerWorkflow(realm, SERVER, ['verint', 'interActionPlus']);
				await activateWorkflow(session, await createWorkflow(session, server));
				const accepted = { acceptedCredentials: ['accessToken'] };
				const community = { ...accepted, options: { answerShape: 'verint' } };
				for (const trigger of [
					protectedWorkflow(realm, API, accepted),
					protectedWorkflow(realm, COMMUNITY, community),
				]) {
					await activateWorkflow(session, await createWorkflow(session, trigger));
				}
				await admin({ resource: 'user', operation: 'create', username: USER, displayName: '' });
				await setPassword(world, USER, user.password);
				await makeConsentAdministrator(world, 'Connected', administrator);
				return webhook(SERVER);
			},
		},
		...systems.map(connecting),
		{
			sentence: 'their tokens are renewed after the end by HTTP Request, and early by API Request',
			find: async () => {
				const found: string[] = [];
				// Each waits until the token that came before has ended, or has lived half of its life.
				for (const [node, seconds] of [
					['httpRequest', LIFE_SECONDS + 1],
					['apiRequest', LIFE_SECONDS / 2 + 1],
					['httpRequest', LIFE_SECONDS + 1],
				] as const) {
					await sleep(seconds * 1000);
					for (const { type } of systems) found.push(await callBy(type, node));
				}
				const renewed: number[] = [];
				for (const { clientId, issued } of made.values()) {
					renewed.push((await issuedTo(clientId)) - issued);
				}
				assert.deepEqual(renewed, [3, 3]);
				return `${found.join(', ')}; renewed ${renewed.join(' and ')} times`;
			},
		},
		{
			sentence: 'the audit has their calls, with the client and the user',
			find: async () => {
				const filters = { kind: 'decision', user: USER };
				const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
				const calls = (await adminAll(audit)).filter(({ decision }) => decision === 'accepted');
				const counts = [...made.values()].map(
					({ clientId }) => calls.filter(({ client }) => client === clientId).length,
				);
				assert.deepEqual(counts, [5, 5]);
				return `${counts.join(' and ')} calls of ${USER}`;
			},
		},
	];
}
