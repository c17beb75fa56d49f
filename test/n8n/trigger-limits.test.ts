import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import { valueOf } from '../a-realm';
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

const callTwice = async (parameters: INodeParameters) => {
	const trigger = await aListeningTrigger(parameters, fields);
	const request = { method: 'POST', headers: { 'x-api-key': key } };
	const answers = [await fetch(trigger.url(), request), await fetch(trigger.url(), request)];
	const [first, second] = await Promise.all(
		answers.map(async (answer) => ({
			status: answer.status,
			limit: answer.headers.get('ratelimit'),
			policy: answer.headers.get('ratelimit-policy'),
			retryAfter: answer.headers.get('retry-after'),
			body: await answer.text(),
		})),
	);
	await trigger.close();
	return { first, second, runs: trigger.runs.length };
};

test('NT-77: a call beyond the limit gets 429 as problem+json and starts nothing', async () => {
	const { first, second, runs } = await callTwice({
		rateLimits: { limit: [{ per: 'key', calls: 2, period: 'hour', burst: 1 }] },
	});
	expect(first).toMatchObject({
		status: 200,
		policy: '"key";q=2;w=3600',
		limit: '"key";r=0;t=1800',
		retryAfter: null,
	});
	expect(second).toMatchObject({ status: 429 });
	// Less what passed between the two calls.
	expect(Number(second?.retryAfter)).toBeLessThanOrEqual(1800);
	expect(Number(second?.retryAfter)).toBeGreaterThan(1700);
	expect(JSON.parse(second?.body ?? '')).toMatchObject({
		type: expect.stringMatching(/#too-many-calls$/) as string,
		title: 'Too many calls',
	});
	expect(runs).toBe(1);
});

test.each([
	{ rateLimits: { limit: 'every' } },
	{ rateLimits: { limit: [{ per: 'planet' }] } },
	{ rateLimits: { limit: [{ per: 'key' }, { per: 'key', calls: 7 }] } },
])('a trigger that says %j, which nobody can read, refuses everybody', async (parameters) => {
	const { first, second, runs } = await callTwice({ ...parameters, allowAnonymous: true });
	expect([first?.status, second?.status, runs]).toEqual([503, 503, 0]);
});
