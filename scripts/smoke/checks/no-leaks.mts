import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchForLeaks } from '../leaks.mts';
import type { Check } from '../report.mts';
import { spellingsOf } from '../spellings.mts';
import { USER, type World } from '../world.mts';

type Values = Readonly<Record<string, string>>;

/** Neither the key nor the secret is in any file that n8n or the pack has written. */
export function noLeaks(world: World): readonly Check[] {
	const { userFolder, dumpDatabase } = world;
	const values = valuesOf(world);
	return [
		{
			sentence: 'the leak search finds every spelling of what it looks for',
			find: async () => findsWhatIsThere(values),
		},
		{
			sentence: 'the leak search reads the databases: it finds the user name in them',
			find: async () => {
				await dumpDatabase();
				const { found } = searchForLeaks(join(userFolder, '.n8n'), { user: USER });
				const files = found
					.filter((hit) => hit.startsWith('user, plain'))
					.map((hit) => hit.slice(13));
				assert.ok(files.some((file) => file.startsWith('database.')));
				assert.ok(files.some((file) => !file.startsWith('database.')));
				return files.join(', ');
			},
		},
		{
			sentence:
				'while n8n runs, no credential is in its database, executions, logs, output or our realm file',
			find: async () => await findsNothing(world, values),
		},
	];
}

/** The same once n8n has ended. */
export function noLeaksAfterwards(world: World): readonly Check[] {
	const values = valuesOf(world);
	return [
		{
			sentence: 'after n8n has ended, neither',
			find: async () => {
				await world.n8n.stop();
				return await findsNothing(world, values);
			},
		},
	];
}

function valuesOf(world: World): Values {
	const { apiKey, foreignKey, accessTokens, realmSecrets, copiedSecrets } = world;
	const { signingValues, linkValues } = world;
	const { secret, passphrase } = world.memory.now();
	return {
		'API key': apiKey,
		"the API key's secret part": apiKey.slice(apiKey.lastIndexOf('_') + 1),
		'key of the other realm': foreignKey,
		'secret key': secret,
		'secret key of the realm': realmSecrets[0],
		'its next value': realmSecrets[1],
		'secret key beside text of a caller': copiedSecrets[0],
		'its neighbour': copiedSecrets[1],
		...Object.fromEntries(accessTokens.map((token, index) => [`access token ${index + 1}`, token])),
		...Object.fromEntries(
			signingValues.map((value, index) => [`signing value ${index + 1}`, value]),
		),
		...Object.fromEntries(linkValues.map((value, index) => [`value of link ${index + 1}`, value])),
		passphrase,
	};
}

async function findsNothing({ dumpDatabase, userFolder }: World, values: Values): Promise<string> {
	await dumpDatabase();
	const { files, bytes, found } = searchForLeaks(userFolder, values);
	assert.deepEqual(found, []);
	return `${Object.keys(values).join(', ')}: not in ${files} files, ${megabytes(bytes)} MB`;
}

function findsWhatIsThere(values: Values): string {
	const folder = mkdtempSync(join(tmpdir(), 'incoming-api-leaks-'));
	try {
		const all = Object.entries(values).flatMap(([name, value]) =>
			[...spellingsOf(value)].map(([spelling, bytes]) => ({ name, spelling, bytes })),
		);
		all.forEach(({ bytes }, index) => {
			writeFileSync(join(folder, String(index)), Buffer.concat([Buffer.from('\0x'), bytes]));
		});
		const { found } = searchForLeaks(folder, values);
		const missed = all.filter(
			({ name, spelling }, index) => !found.includes(`${name}, ${spelling}, ${index}`),
		);
		assert.deepEqual(missed, []);
		return `${all.length} planted, ${all.length - missed.length} found`;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function megabytes(bytes: number): string {
	return (bytes / 1e6).toFixed(1);
}
