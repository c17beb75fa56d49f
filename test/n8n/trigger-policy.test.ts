import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import { valueOf } from '../a-realm';
import { aHookedTrigger } from './hooked-trigger';
import { aListeningTrigger } from './listening-trigger';

let folder: string;
let fields: ICredentialDataDecryptedObject;
let key: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	fields = {
		realm: 'default',
		passphrase: Buffer.alloc(32, 3).toString('base64'),
		storage: 'sqlite',
		sqliteFile: join(folder, 'realm.sqlite'),
	};
	const { users, apiKeys } = (await openRealmBy(fields)).realm.administer;
	valueOf(await users.create({ username: 'alice' }));
	({ key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' })));
});
afterAll(async () => {
	await closeRealms();
	await rm(folder, { recursive: true });
});

const TYPE =
	'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/reference-problems.md#';

describe('a known caller who is not allowed', () => {
	const refusalOf = async (parameters: INodeParameters, text = key) => {
		const trigger = await aListeningTrigger(parameters, fields);
		const answer = await fetch(trigger.url(), { method: 'POST', headers: { 'x-api-key': text } });
		expect(trigger.runs).toEqual([]);
		await trigger.close();
		return { ...((await answer.json()) as Record<string, unknown>), requestId: '' };
	};

	test('PF-12: gets a 403 that looks the same whichever check failed', async () => {
		const { realm } = await openRealmBy(fields);
		const limited = valueOf(
			await realm.administer.apiKeys.generate({
				username: 'alice',
				name: 'elsewhere',
				addresses: ['203.0.113.9'],
			}),
		);
		const refusals = [
			await refusalOf({ requiredPrivileges: ['Run Actions', 'View Table Actions'] }),
			await refusalOf({ requiredPrivileges: 'Use API Key, Impersonate Users' }),
			await refusalOf({ application: 'Orders' }),
			await refusalOf({}, limited.key),
		];
		expect(refusals[0]).toMatchObject({ type: `${TYPE}forbidden`, status: 403 });
		expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
	});

	test.each([{ requiredPrivileges: 7 }, { requiredPrivileges: [7] }, { application: ' ' }])(
		'is refused, as is everybody, where the trigger says %j, which nobody can read',
		async (parameters) => {
			expect(await refusalOf({ ...parameters, allowAnonymous: true })).toMatchObject({
				status: 503,
			});
		},
	);
});

describe('an activation', () => {
	test.each<[INodeParameters, string | true]>([
		[{}, true],
		[{ requiredPrivileges: [], application: 'default' }, true],
		[{ acceptedCredentials: [], allowAnonymous: true }, true],
		[
			{ acceptedCredentials: [] },
			'Nobody could call: choose at least one of Accepted Credentials, or allow anonymous calls.',
		],
		[
			{ acceptedCredentials: ['apiKey', 'cookie'] },
			'Accepted Credentials holds one that does not exist: choose from the list.',
		],
		[
			{ application: 'Nope' },
			'There is no application "Nope": choose one from the list or create it first.',
		],
		[
			{ requiredPrivileges: 'Run Actions, Fly' },
			'No role of the application "Default" gives the privilege "Fly": correct its name or put it into a role first.',
		],
		[
			{ requiredPrivileges: 7 },
			'Required Privileges is not a list of names: enter a name in each field.',
		],
		[{ rateLimits: { limit: [{ per: 'user', calls: 5, period: 'day' }] } }, true],
		[
			{ rateLimits: { limit: [{ per: 'key', calls: 0 }] } },
			'The rate limit allows no whole number of calls from 1 to 1000000: correct Calls or Burst.',
		],
		[
			{ rateLimits: { limit: [{ per: 'key', period: 'age' }] } },
			'The rate limit is over no whole number of seconds up to 31 days: correct its period.',
		],
	])('with %j: %j', async (parameters, outcome) => {
		const activated = aHookedTrigger(fields, parameters).create();
		if (outcome === true) expect(await activated).toBe(true);
		else await expect(activated).rejects.toMatchObject({ message: outcome });
	});

	test('is asked for two privileges and the application Default unless told otherwise', () => {
		const { properties } = new IncomingApiTrigger().description;
		const asked = ['application', 'requiredPrivileges'].map((name) =>
			properties.find((property) => property.name === name),
		);
		expect(asked).toMatchObject([
			{ default: 'Default', noDataExpression: true },
			{ default: ['Use API Key', 'Run Actions'], noDataExpression: true },
		]);
	});
});
