import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '../../scripts/demo/call.mts';
import { createCredential } from '../../scripts/n8n/credentials.mts';
import type { Item } from '../../scripts/n8n/manual-run.mts';
import { setPassword } from '../../scripts/smoke/set-password.mts';
import type { World } from '../../scripts/smoke/world.mts';
import { importExample } from './import-example.mts';

const PARTNER = 'orders-partner';
const DAY_MS = 86_400_000;
/** The second where the first had passed before the date was entered. */
const UNTIL_DUE_MS = [2_000, 30_000];

/** A pair that is due. */
async function duePair({ admin }: World): Promise<Item> {
	for (const wait of UNTIL_DUE_MS) {
		const rotateBefore = new Date(Date.now() + wait).toISOString();
		const made = { username: PARTNER, name: 'due', kind: 'pair', rotateBefore };
		try {
			const pair = await admin({ resource: 'apiKey', operation: 'generate', ...made });
			await sleep(wait);
			return pair;
		} catch (error) {
			assert.match(String(error), /has passed/);
		}
	}
	throw new Error('The rotation date had passed each time that it was entered.');
}

/** A key with an end and a limit, and a pair with a date by which to rotate it. */
export async function giveAPartnerAKey(world: World): Promise<string> {
	const example = await importExample(world, 'give-a-partner-a-key');
	const items = await example.run();
	const key = items['Generate API Key']?.[0] ?? {};
	const pair = items['Generate Key Pair']?.[0] ?? {};
	const days = (Date.parse(String(key['expiresAt'])) - Date.now()) / DAY_MS;
	assert.equal(Math.round(days), 90);
	assert.deepEqual(key['rateLimit'], { calls: 60, seconds: 60, burst: 10 });
	assert.deepEqual([pair['kind'], typeof pair['secret']], ['pair', 'string']);
	world.accessTokens.push(String(pair['secret']));
	world.accessTokens.push(String(key['key']));
	const called = await call(world.webhook('whoami'), { 'x-api-key': String(key['key']) });
	assert.equal(called.status, 200, called.body);
	assert.ok(called.headers['ratelimit-policy']?.includes('60'));
	return `${called.status} as ${PARTNER}, ${String(called.headers['ratelimit-policy'])}`;
}

/** A pair past its date gets a new secret, which n8n never has; one that is not due stays. */
export async function rotateKeysThatAreDue(world: World): Promise<string> {
	const { externalApi } = world;
	const pair = await duePair(world);
	const example = await importExample(world, 'rotate-keys-that-are-due', {
		parameters: { 'Tell the Partner': { url: `${externalApi.url}/mail` } },
	});
	externalApi.takeReceived();
	const items = await example.run('Every Day');
	const rotated = items['Rotate Secret']?.map(({ name, version }) => [name, version]);
	assert.deepEqual(rotated, [['due', 2]]);
	const [mail] = externalApi.takeReceived();
	const { to, text } = JSON.parse(String(mail?.body)) as Record<string, string>;
	assert.equal(to, PARTNER);
	assert.match(text ?? '', /^Your new secret of due: http\S+\/once\?link=\S+$/);
	assert.ok(!JSON.stringify(items).includes(String(pair['secret'])));
	return `1 pair rotated, ${to} got a link`;
}

/** Nothing of the user works any more, nor again when the user is enabled. */
export async function revokeEverythingOfAUser(world: World): Promise<string> {
	const { admin, adminAll, webhook, queryRealm } = world;
	const generate = { resource: 'apiKey', operation: 'generate', username: PARTNER, name: 'leaked' };
	const key = { 'x-api-key': String((await admin(generate))['key']) };
	const page = { username: PARTNER, name: 'page', origins: 'https://www.example.com' };
	await admin({ resource: 'domainKey', operation: 'create', ...page });
	assert.equal((await call(webhook('whoami'), key)).status, 200);
	await setPassword(world, PARTNER, randomUUID());
	const example = await importExample(world, 'revoke-everything-of-a-user');
	await example.run();
	const left = await queryRealm(
		`select user_id from user_password join realm_user on realm_user.id = user_id where name = '${PARTNER}'`,
	);
	assert.deepEqual(left, []);
	assert.equal((await call(webhook('whoami'), key)).status, 401);
	await admin({ resource: 'user', operation: 'enable', username: PARTNER });
	assert.equal((await call(webhook('whoami'), key)).status, 401);
	const states: unknown[] = [];
	for (const resource of ['apiKey', 'domainKey']) {
		const all = await adminAll({
			resource,
			operation: 'getAll',
			returnAll: true,
			username: PARTNER,
		});
		states.push(...all.map(({ state }) => state));
	}
	assert.ok(states.length >= 4, String(states.length));
	assert.deepEqual([...new Set(states)], ['revoked']);
	return `${states.length} keys revoked, 401 also when enabled again, no password`;
}

/** The entries of a day arrive as one file, with the secret of the storage. */
export async function exportTheAuditDaily(world: World): Promise<string> {
	const { session, externalApi } = world;
	const token = 'storage-token-of-e2e';
	const secrets = await createCredential(session, {
		name: 'Storage',
		type: 'secretKeysApi',
		data: {
			source: 'credential',
			allowedDomains: '127.0.0.1',
			secrets: JSON.stringify({ StorageToken: token }),
		},
	});
	const example = await importExample(world, 'export-the-audit-daily', {
		parameters: {
			Upload: { url: `={{ '${externalApi.url}/audit/' + $now.toISODate() }}.ndjson` },
			Export: { filters: {} },
		},
		credentials: { secretKeysApi: secrets },
	});
	externalApi.takeReceived();
	await example.run('Every Day');
	const [file] = externalApi.takeReceived();
	assert.equal(file?.method, 'PUT');
	assert.equal(file.headers.authorization, `Bearer ${token}`);
	const lines = file.body.toString('utf8').trimEnd().split('\n');
	const entries = lines.map((line) => (JSON.parse(line) as { entry: { kind: string } }).entry);
	const kinds = new Set(entries.map(({ kind }) => kind));
	assert.ok(kinds.has('decision') && kinds.has('administration'), [...kinds].join(', '));
	return `PUT ${file.path}, ${lines.length} entries`;
}
