import assert from 'node:assert/strict';
import type { Check } from '../report.mts';
import { callWithKey, USER, type World } from '../world.mts';

/** What an admin switches off is refused at the very next call, and accepted once it is on again. */
export function disabledCallers(world: World): readonly Check[] {
	return [
		{
			sentence: 'key disabled: the very next call is 401; enabled again: 200',
			find: async () => await switchOffAndOn(world, { ...(await ownKey(world)) }),
		},
		{
			sentence: 'user disabled: the very next call is 401; enabled again: 200',
			find: async () => await switchOffAndOn(world, { resource: 'user', username: USER }),
		},
	];
}

async function ownKey(world: World): Promise<{ resource: 'apiKey'; credentialId: string }> {
	const { json } = await callWithKey(world);
	const caller = json?.['caller'] as { credentialId?: string } | undefined;
	assert.ok(caller?.credentialId, 'the caller has no credentialId');
	return { resource: 'apiKey', credentialId: caller.credentialId };
}

async function switchOffAndOn(
	world: World,
	target: Readonly<Record<string, string>>,
): Promise<string> {
	const statuses = [(await callWithKey(world)).status];
	try {
		await world.admin({ ...target, operation: 'disable' });
		statuses.push((await callWithKey(world)).status);
	} finally {
		await world.admin({ ...target, operation: 'enable' });
		statuses.push((await callWithKey(world)).status);
	}
	assert.deepEqual(statuses, [200, 401, 200]);
	return `before, disabled, enabled: ${statuses.join(', ')}`;
}
