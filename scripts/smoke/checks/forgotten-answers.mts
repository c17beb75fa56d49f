import assert from 'node:assert/strict';
import type { Check } from '../report.mts';
import { callWithKey, type World } from '../world.mts';

/** A workflow that never reaches its response node must not look like a success. */
export function forgottenAnswers(world: World): readonly Check[] {
	return [
		{
			sentence: 'a workflow that forgets to answer is not answered with an empty 200',
			find: async () => {
				const { status, body } = await callWithKey(world, 'smoke-silent');
				assert.ok(status >= 500, `${status} ${body}`);
				assert.notEqual(body, '');
				return `${status}  ${body}`;
			},
		},
	];
}
