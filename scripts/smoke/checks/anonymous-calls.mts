import assert from 'node:assert/strict';
import { call } from '../../demo/call.mts';
import type { Check } from '../report.mts';
import { USER, type World } from '../world.mts';

/** Where anonymous calls are allowed, nobody is somebody else. */
export function anonymousCalls({ webhook, apiKey, foreignKey }: World): readonly Check[] {
	const url = webhook('smoke-anonymous');
	return [
		{
			sentence: 'anonymous calls allowed: 200 with caller.type = anonymous',
			find: async () => {
				const { status, json, body } = await call(url);
				assert.equal(status, 200, body);
				const caller = json?.['caller'] as Record<string, unknown>;
				assert.deepEqual([caller['type'], caller['credentialId']], ['anonymous', null]);
				return `${status}  caller = ${JSON.stringify(caller)}`;
			},
		},
		{
			sentence: 'anonymous calls allowed: the right key is still its user',
			find: async () => {
				const { status, json, body } = await call(url, { 'x-api-key': apiKey });
				assert.equal(status, 200, body);
				const caller = json?.['caller'] as Record<string, unknown>;
				assert.equal(caller['user'], USER);
				return `${status}  caller.user = ${String(caller['user'])}`;
			},
		},
		{
			sentence: 'anonymous calls allowed: a wrong key is still 401, and so is an empty one',
			find: async () => {
				const wrong = await call(url, { 'x-api-key': foreignKey });
				const empty = await call(url, { 'x-api-key': '' });
				assert.deepEqual([wrong.status, empty.status], [401, 401]);
				return `${wrong.status}, ${empty.status}`;
			},
		},
	];
}
