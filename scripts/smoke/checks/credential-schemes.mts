import assert from 'node:assert/strict';
import { call } from '../../demo/call.mts';
import { listExecutions } from '../../n8n/executions.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import { issueToken } from '../issue-token.mts';
import type { Check } from '../report.mts';
import { protectedWorkflow } from '../workflows.mts';
import { USER, type World } from '../world.mts';

const PATH = 'smoke-schemes';
const PARAMETERS = {
	acceptedCredentials: ['accessToken', 'apiKey', 'restUserToken'],
	requiredScopes: ['orders:read'],
	options: { oauthAuthorization: true, impersonation: true },
};

type Headers = Readonly<Record<string, string>>;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Where callers put an API key. */
const keyPlaces: ReadonlyArray<readonly [string, (key: string) => Headers]> = [
	['in X-API-Key', (key) => ({ 'x-api-key': key })],
	['alone in Authorization', (key) => ({ authorization: key })],
	['after Bearer', (key) => ({ authorization: `Bearer ${key}` })],
	['as user name of Basic', (key) => ({ authorization: `Basic ${base64(`${key}:`)}` })],
];

/** Each kind of credential that callers have, right and wrong. */
export function credentialSchemes(world: World): readonly Check[] {
	const { apiKey, foreignKey, webhook, session, realm, admin } = world;
	let workflow = '';
	let token = '';
	let credentialId = '';

	const statusOf = async (headers: Headers): Promise<number> =>
		(await call(webhook(PATH), headers)).status;
	const executions = async () => (await listExecutions(session, workflow)).length;
	/** The right one is answered with the caller; the wrong one starts nothing. */
	const check = (
		what: string,
		scheme: string,
		right: () => Headers,
		wrong: () => Headers,
		status = 401,
	): Check => ({
		sentence: `${what}: 200 as ${scheme}, and ${status} with one thing wrong, which starts nothing`,
		find: async () => {
			const { status: accepted, body, json } = await call(webhook(PATH), right());
			assert.equal(accepted, 200, body);
			const caller = json?.['caller'] as Record<string, unknown>;
			assert.deepEqual([caller['user'], caller['scheme']], [USER, scheme]);
			for (const value of Object.values(right())) assert.ok(!body.includes(value), 'shown');
			const before = await executions();
			assert.equal(await statusOf(wrong()), status);
			assert.equal(await executions(), before);
			return `${accepted} ${JSON.stringify(caller['actor'] ?? caller['scheme'])}, ${status}`;
		},
	});
	const damaged = () => token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');

	return [
		{
			sentence:
				'a trigger that takes keys, tokens and Rest-User-Token is published; a token is issued',
			find: async () => {
				workflow = await createWorkflow(session, protectedWorkflow(realm, PATH, PARAMETERS));
				await activateWorkflow(session, workflow);
				const issued = await issueToken(world, USER, ['orders:read']);
				({ accessToken: token, credentialId } = issued);
				world.accessTokens.push(token);
				const [listed] = await world.adminAll({ resource: 'token', operation: 'getAll' });
				assert.equal(listed?.['credentialId'], credentialId);
				return `${String(listed?.['username'])}, ${String(listed?.['state'])}`;
			},
		},
		...keyPlaces.map(([place, headers]) =>
			check(
				`an API key ${place}`,
				'apiKey',
				() => headers(apiKey),
				() => headers(foreignKey),
			),
		),
		check(
			'Rest-User-Token',
			'restUserToken',
			() => ({ 'rest-user-token': base64(`${apiKey}:${USER}`) }),
			() => ({ 'rest-user-token': base64(`${apiKey}:stranger`) }),
		),
		check(
			'an access token after Bearer',
			'accessToken',
			() => ({ authorization: `Bearer ${token}` }),
			() => ({ authorization: `Bearer ${damaged()}` }),
		),
		check(
			'an access token after OAuth',
			'accessToken',
			() => ({ authorization: `OAuth ${token}` }),
			() => ({ authorization: `OAuth ${base64(token)}` }),
		),
		check(
			"an access token in OAuth-Authorization beside a proxy's login",
			'accessToken',
			() => ({ 'oauth-authorization': token, authorization: `Basic ${base64('proxy:pass')}` }),
			() => ({ 'oauth-authorization': `OAuth ${token}` }),
		),
		check(
			'a token beside a key',
			'accessToken',
			() => ({ authorization: `Bearer ${token}` }),
			() => ({ authorization: `Bearer ${token}`, 'x-api-key': apiKey }),
			400,
		),
		check(
			'a key by Basic without a password',
			'apiKey',
			() => ({ authorization: `Basic ${base64(`${apiKey}:`)}` }),
			() => ({ authorization: `Basic ${base64(`${apiKey}:x`)}` }),
		),
		{
			sentence:
				'Rest-Impersonate-User is 403 without Impersonate Users, and with it runs as that user',
			find: async () => {
				const headers = { 'x-api-key': apiKey, 'rest-impersonate-user': 'served' };
				await admin({ resource: 'user', operation: 'create', username: 'served' });
				const before = await statusOf(headers);
				const role = { application: 'Realm', role: 'Portal' };
				const privileges = 'Impersonate Users';
				await admin({ resource: 'role', operation: 'create', ...role, name: 'Portal', privileges });
				const group = { resource: 'group', group: 'Portals' };
				await admin({ ...group, operation: 'create', name: 'Portals' });
				await admin({ ...group, operation: 'addRole', ...role });
				await admin({ ...group, operation: 'addUser', username: USER });
				const { status, json } = await call(webhook(PATH), headers);
				const caller = json?.['caller'] as Record<string, unknown>;
				assert.deepEqual([before, status], [403, 200]);
				assert.deepEqual([caller['user'], caller['actor']], ['served', { type: 'user', id: USER }]);
				await admin({ ...group, operation: 'removeUser', username: USER });
				return `${before}, ${status}  ${JSON.stringify(caller['actor'])} as served`;
			},
		},
		{
			sentence: 'a token that is revoked is refused at the very next call',
			find: async () => {
				await admin({ resource: 'token', operation: 'revoke', credentialId });
				const { status, headers } = await call(webhook(PATH), { authorization: `Bearer ${token}` });
				assert.equal(status, 401);
				return `${status}  ${String(headers['www-authenticate'])}`;
			},
		},
	];
}
