import assert from 'node:assert/strict';
import type { Received } from '../../demo/external-api.mts';
import { createCredential, type CredentialReference } from '../../n8n/credentials.mts';
import { newestExecution } from '../../n8n/executions.mts';
import { activateWorkflow, createWorkflow, type Workflow } from '../../n8n/workflows.mts';
import { copyingApiRequest, copyingHttpRequest } from '../hostile-workflows.mts';
import type { Check } from '../report.mts';
import { callWithKey, type World } from '../world.mts';

const REFERENCE = '${_datasource.Other}';

/** What a caller may try in the text that a workflow copies into a request. */
const TEXTS: readonly string[] = [
	REFERENCE,
	'$<_datasource.Other>',
	'${_datasource."Other"}',
	`$${REFERENCE} $$${REFERENCE} $$$${REFERENCE}`,
	'{_datasource.Other}',
	'<_datasource.Other>',
	'${_datasource.',
	'} ${_datasource.Other',
	'${_crm.Other} ${_datasource} ${ _datasource.Other}',
	'$',
	'$$',
	'$${',
	'$<',
	'${',
	'00000000-0000-4000-8000-000000000000_0_',
	'_0_ _1_ _0_0_',
	'{{ $json.body }} ={{ 1 + 1 }} \\{{ 1 }}',
	'$& $1 $` $$',
	'"}, "x": "${_datasource.Other}',
];

/** A caller's text that a workflow copies into a request is text in API Request; in HTTP Request not. */
export function hostileData(world: World): readonly Check[] {
	const { session, externalApi, otherHost, realm, copiedSecrets } = world;
	const [own, other] = copiedSecrets;
	const ids: Record<string, string> = {};

	const secretKeys = async (name: string, limits: object): Promise<CredentialReference> =>
		await createCredential(session, {
			name,
			type: 'secretKeysApi',
			data: {
				source: 'credential',
				allowedDomains: '127.0.0.1',
				secrets: JSON.stringify({ MyAPIKey: own, Other: other }),
				...limits,
			},
		});
	const publish = async (path: string, workflow: Workflow): Promise<void> => {
		ids[path] = await createWorkflow(session, workflow);
		await activateWorkflow(session, ids[path]);
	};
	/** What arrived at the external API when the caller sent this. */
	const sent = async (path: string, json: object): Promise<readonly Received[]> => {
		externalApi.takeReceived();
		otherHost.takeReceived();
		const { body } = await callWithKey(world, path, json);
		assert.ok(!copiedSecrets.some((secret) => body.includes(secret)), 'a secret came back');
		return externalApi.takeReceived();
	};
	const errorOf = async (path: string): Promise<string> =>
		(await newestExecution(session, ids[path] ?? '')).error ?? '';
	const orders = `${externalApi.url}/orders`;

	return [
		{
			sentence: "a caller's text is sent as it is by API Request, beside the author's reference",
			find: async () => {
				const secrets = await secretKeys('Secret Keys beside callers', {});
				await publish('smoke-copy', copyingApiRequest('smoke-copy', orders, { realm, secrets }));
				for (const text of TEXTS) {
					const [request, ...more] = await sent('smoke-copy', { text });
					assert.ok(request && more.length === 0, `${await errorOf('smoke-copy')}: ${text}`);
					assertLiteral(request, text, own, other);
				}
				return `${TEXTS.length} texts, in query, five headers and body; of the other key nothing`;
			},
		},
		{
			sentence: 'HTTP Request resolves it, as the documents say: only to an allowed host',
			find: async () => {
				const secrets = await secretKeys('Secret Keys beside callers too', {});
				await publish('smoke-copy-http', copyingHttpRequest('smoke-copy-http', { realm, secrets }));
				const [request] = await sent('smoke-copy-http', { text: REFERENCE, url: orders });
				assert.ok(request?.headers['x-theirs'] === other, 'the limit is no longer there');
				assert.ok(request.headers.authorization === own);

				const elsewhere = `${otherHost.url.replace('127.0.0.1', 'localhost')}/orders`;
				const there = await sent('smoke-copy-http', { text: REFERENCE, url: elsewhere });
				assert.deepEqual([there.length, otherHost.takeReceived().length], [0, 0]);
				const error = await errorOf('smoke-copy-http');
				assert.match(error, /not allowed|may not be sent/);
				return `x-theirs: <the other secret, ${other.length} characters>  elsewhere: ${error}`;
			},
		},
		{
			sentence: 'Reference Headers stops it there: an error before anything is sent',
			find: async () => {
				const limits = { referenceHeaders: 'Authorization' };
				const secrets = await secretKeys('Secret Keys in one header', limits);
				const path = 'smoke-copy-limited';
				await publish(path, copyingHttpRequest(path, { realm, secrets }));
				const stopped = await sent(path, { text: REFERENCE, url: orders });
				assert.deepEqual(stopped, []);
				const error = await errorOf(path);
				assert.match(error, /"Other" may not be used in header "x-theirs"/i);
				const [request] = await sent(path, { text: 'plain text', url: orders });
				assert.ok(request?.headers.authorization === own);
				assert.equal(request.headers['x-theirs'], 'plain text');
				return error;
			},
		},
	];
}

/** The author's references are the secret, the caller's text is what the caller sent. */
function assertLiteral(request: Received, text: string, own: string, other: string): void {
	const { headers, path, body } = request;
	const json = JSON.parse(body.toString()) as { own: unknown; theirs: unknown };
	const found = {
		'x-own': headers['x-own'],
		'x-before': headers['x-before'],
		'x-behind': headers['x-behind'],
		'x-dollar': headers['x-dollar'],
		'x-theirs': headers['x-theirs'],
		mixed: new URL(path, 'http://external').searchParams.get('mixed'),
		own: json.own,
		theirs: json.theirs,
	};
	const meant = {
		'x-own': own,
		'x-before': `${own}${text}`,
		'x-behind': `${text}${own}`,
		'x-dollar': `$${text}`,
		'x-theirs': text,
		mixed: `${own}|${text}`,
		own,
		theirs: text,
	};
	const everything = JSON.stringify([request.headers, path, body.toString()]);
	assert.ok(!everything.includes(other), `the other key was sent for: ${text}`);
	const wrong = Object.entries(meant).filter(
		([name, value]) => found[name as keyof typeof found] !== value,
	);
	assert.deepEqual(
		wrong.map(([name]) => name),
		[],
		`changed on the way: ${text}`,
	);
}
