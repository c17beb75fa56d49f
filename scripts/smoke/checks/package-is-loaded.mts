import assert from 'node:assert/strict';
import { testCredential } from '../../n8n/credentials.mts';
import { realmCredential, secretsCredential } from '../../demo/credentials.mts';
import type { Check } from '../report.mts';
import type { World } from '../world.mts';

const NODES = [
	'accessAdmin',
	'apiRequest',
	'authorizationServerTrigger',
	'incomingApiResponse',
	'incomingApiTrigger',
];
const LIMIT_MS = 120_000;
const CREDENTIALS = ['accessRealmApi', 'secretKeysApi'];

interface TypeDescription {
	readonly name: string;
	readonly authenticate?: unknown;
}

/** n8n has loaded the pack, and its credentials can be tested. */
export function packageIsLoaded(world: World): readonly Check[] {
	const { session, memory, realm, secrets } = world;
	const types = async (file: string) => {
		const { url, cookie } = session;
		const answer = await fetch(`${url}/types/${file}.json`, {
			headers: { cookie },
			signal: AbortSignal.timeout(LIMIT_MS),
		});
		return (await answer.json()) as readonly TypeDescription[];
	};
	return [
		{
			sentence:
				'n8n has loaded the nodes under the package name, and Access Admin is no tool for agents',
			find: async () => {
				const ours = (await types('nodes'))
					.map(({ name }) => name)
					.filter((name) => name.startsWith('n8n-nodes-incoming-api.'));
				const wanted = NODES.map((name) => `n8n-nodes-incoming-api.${name}`);
				assert.deepEqual(
					wanted.filter((name) => !ours.includes(name)),
					[],
					'n8n has not loaded these',
				);
				assert.ok(!ours.includes('n8n-nodes-incoming-api.accessAdminTool'));
				return ours.toSorted().join(', ');
			},
		},
		{
			sentence: 'n8n has loaded the credentials, and HTTP Request offers Secret Keys',
			find: async () => {
				const ours = (await types('credentials')).filter(({ name }) => CREDENTIALS.includes(name));
				const offered = ours.filter(({ authenticate }) => authenticate !== undefined);
				assert.deepEqual(ours.map(({ name }) => name).toSorted(), CREDENTIALS);
				assert.deepEqual(
					offered.map(({ name }) => name),
					['secretKeysApi'],
				);
				return `${CREDENTIALS.join(', ')}; with authenticate: secretKeysApi`;
			},
		},
		{
			sentence: 'the test button of the Access Realm credential says OK',
			find: async () => {
				const credential = realmCredential(memory.now().passphrase);
				const { status, message } = await testCredential(session, realm.id, credential);
				assert.equal(status, 'OK', message);
				return `${status}: ${message}`;
			},
		},
		{
			sentence: 'a wrong passphrase is one clear error',
			find: async () => {
				const credential = realmCredential('not the passphrase of this realm');
				const { status, message } = await testCredential(session, realm.id, credential);
				assert.equal(status, 'Error', message);
				assert.match(message, /passphrase/i);
				assert.doesNotMatch(message, /\n|\bat .*:\d+:\d+/, 'the message is more than a sentence');
				return `${status}: ${message}`;
			},
		},
		{
			sentence: 'the test button of the Secret Keys credential says OK',
			find: async () => {
				const credential = secretsCredential(memory.now().secret);
				const { status, message } = await testCredential(session, secrets.id, credential);
				assert.equal(status, 'OK', message);
				return `${status}: ${message}`;
			},
		},
	];
}
