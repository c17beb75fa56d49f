import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
	type HandOverPack,
	partnerClient,
} from '../../../test/dialects/inter-action-plus-client.mts';
import { walkPages } from '../../../test/dialects/walk-pages.mts';
import { call } from '../../demo/call.mts';
import { createCredential, testCredential } from '../../n8n/credentials.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import { makeConsentAdministrator, partnerRegistration } from '../partner.mts';
import type { Check } from '../report.mts';
import {
	authorizationServerWorkflow,
	callSystemWorkflow,
	protectedWorkflow,
} from '../workflows.mts';
import { callWithKey, type World } from '../world.mts';

const SERVER = 'smoke-systems';
const API = 'smoke-systems-api';
const USER = 'systems-caller';
const PERSON = 'person 12';
const CALLBACK = 'http://127.0.0.1:4711/callback';

interface System {
	/** Name of the credential's type. */
	readonly type: string;
	/** Makes what the credential needs, and says what is to be typed into it. */
	readonly fields: () => Promise<Readonly<Record<string, unknown>>>;
	/** Where it calls. */
	readonly url?: string;
	/** The field whose value is a secret. */
	readonly secret: string;
	/** The test button makes no log-in. */
	readonly isUntested?: true;
	readonly caller: object;
}

/** The credentials for calling the five systems call a realm that speaks as they do. */
export function callingSystems(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook, apiKey } = world;
	const server = webhook(SERVER);
	const administrator = { username: 'systems-admin', password: `Password ${randomUUID()}` };
	let clientOfPartner = '';

	const pair = async (more: object): Promise<Readonly<Record<string, unknown>>> =>
		await admin({
			resource: 'apiKey',
			operation: 'generate',
			username: USER,
			kind: 'pair',
			...more,
		} as Parameters<typeof admin>[0]);
	const client = async (more: object): Promise<Readonly<Record<string, unknown>>> =>
		await admin({
			resource: 'client',
			operation: 'register',
			callbackUrls: CALLBACK,
			grants: 'client_credentials',
			...more,
		} as Parameters<typeof admin>[0]);

	const systems: readonly System[] = [
		{
			type: 'phixFlowApi',
			fields: async () =>
				await Promise.resolve({ baseUrl: webhook('')?.replace(/\/$/, ''), apiKey }),
			secret: 'apiKey',
			isUntested: true,
			caller: { scheme: 'apiKey' },
		},
		{
			type: 'interactApi',
			fields: async () => {
				const { key, secret } = await pair({
					name: 'calling Interact',
					actAs: 'listed',
					actAsUsers: USER,
				});
				const { json: info } = await call(`${server}/info`);
				return {
					grant: 'keySecret',
					// With a proxy before it, the host that /info tells is enough.
					apiDomain: server,
					tenant: info?.['TenantGuid'],
					apiKey: key,
					apiSecret: secret,
					personId: PERSON,
					allowedDomains: '127.0.0.1',
				};
			},
			secret: 'apiSecret',
			caller: { user: USER, scheme: 'accessToken' },
		},
		{
			type: 'verintCommunityApi',
			fields: async () => {
				const { clientId, clientSecret } = await client({
					name: 'Calling Verint',
					dialects: 'verint',
					clientOptions: {
						mainUrl: 'https://client.example',
						actAs: 'listed',
						actAsUsers: USER,
					},
				});
				return {
					grant: 'clientCredentials',
					baseUrl: server,
					clientId,
					clientSecret,
					username: USER,
				};
			},
			secret: 'clientSecret',
			caller: { user: USER, scheme: 'accessToken' },
		},
		{
			type: 'inbentaApi',
			fields: async () => {
				const { key, secret } = await pair({ name: 'calling Inbenta' });
				return { apiKey: key, apiSecret: secret, authUrl: server, allowedDomains: '127.0.0.1' };
			},
			// The log-in tells where it is.
			url: `https://${API}.api.invalid/`,
			secret: 'apiSecret',
			caller: { user: USER, scheme: 'accessToken' },
		},
		{
			type: 'interActionPlusApi',
			fields: async () => {
				const addresses = { server: SERVER, api: API };
				const registered = await admin(
					partnerRegistration(world, addresses, { callbackUrls: CALLBACK }),
				);
				const pack = registered['handOverPack'] as unknown as HandOverPack;
				const partner = await partnerClient(pack, CALLBACK);
				await assert.rejects(partner.asItself(), new Error('invalid_grant'));
				const { url, finish } = partner.startSetUp();
				await finish(await walkPages(url, administrator, { account: USER, decision: 'allow' }));
				clientOfPartner = pack.clientId;
				return { ...pack };
			},
			secret: 'clientSecret',
			caller: { user: USER, scheme: 'accessToken' },
		},
	];

	const check = ({ type, fields, url, secret, isUntested, caller }: System): readonly Check[] => {
		let typed: Readonly<Record<string, unknown>> = {};
		let id = '';
		const credentialOf = (data: object) => ({ name: `${type} account`, type, data: { ...data } });
		return [
			{
				sentence: `${type} calls as its user from API Request and from n8n's own HTTP Request`,
				find: async () => {
					typed = await fields();
					if (!isUntested) world.accessTokens.push(String(typed[secret]));
					const credential = await createCredential(session, credentialOf(typed));
					({ id } = credential);
					const found: string[] = [];
					for (const node of ['apiRequest', 'httpRequest'] as const) {
						const path = `smoke-${type}-${node}`;
						const use = { path, node, url: url ?? webhook(API), type, credential, realm };
						await activateWorkflow(session, await createWorkflow(session, callSystemWorkflow(use)));
						const { status, body, json } = await callWithKey(world, path);
						assert.equal(status, 200, body);
						const answer = (node === 'apiRequest' ? json?.['body'] : json) as Record<
							string,
							unknown
						>;
						const called = answer['caller'] as Record<string, unknown>;
						for (const [name, value] of Object.entries(caller)) assert.equal(called[name], value);
						if (!isUntested) assert.ok(!body.includes(String(typed[secret])), 'shown');
						found.push(`${node} ${status} as ${String(called['user'])}`);
					}
					return found.join(', ');
				},
			},
			{
				sentence: `the test button of ${type} says what it found, and what is wrong`,
				find: async () => {
					const good = await testCredential(session, id, credentialOf(typed));
					const wrong = { ...typed, [secret]: 'fake-wrong-value' };
					const bad = isUntested
						? await testCredential(session, id, credentialOf({ ...typed, baseUrl: 'ftp://x' }))
						: await testCredential(session, id, credentialOf(wrong));
					assert.deepEqual(
						[good.status, bad.status],
						['OK', 'Error'],
						`${good.message} ${bad.message}`,
					);
					assert.ok(!bad.message.includes('fake-wrong-value'));
					return `${good.message} / ${bad.message}`;
				},
			},
		];
	};

	return [
		{
			sentence: 'a server that speaks as the systems do is published, with a trigger behind it',
			find: async () => {
				const spoken = ['oauth', 'verint', 'interact', 'interActionPlus', 'inbenta'];
				const issuing = authorizationServerWorkflow(realm, SERVER, spoken);
				await activateWorkflow(session, await createWorkflow(session, issuing));
				const accepted = { acceptedCredentials: ['accessToken', 'apiKey'] };
				const trigger = protectedWorkflow(realm, API, accepted);
				await activateWorkflow(session, await createWorkflow(session, trigger));
				const info = protectedWorkflow(realm, `${SERVER}/api.ashx/v2/info.json`, accepted);
				await activateWorkflow(session, await createWorkflow(session, info));
				await admin({ resource: 'user', operation: 'create', username: USER });
				const person = { operation: 'update', username: USER, newPersonId: PERSON };
				await admin({ resource: 'user', ...person });
				await makeConsentAdministrator(world, 'Systems', administrator);
				return server;
			},
		},
		...systems.flatMap(check),
		{
			sentence: 'IA-11: the audit has the calls of the partner, with its client and its user',
			find: async () => {
				const filters = { kind: 'decision', user: USER };
				const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
				const calls = (await adminAll(audit)).filter(
					(entry) => entry['client'] === clientOfPartner && entry['decision'] === 'accepted',
				);
				assert.equal(calls.length, 2);
				return `${calls.length} calls of ${USER} by ${clientOfPartner}`;
			},
		},
	];
}
