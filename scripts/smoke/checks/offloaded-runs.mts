import assert from 'node:assert/strict';
import { join } from 'node:path';
import { deleteWorkflow } from '../../n8n/workflows.mts';
import { searchForLeaks } from '../leaks.mts';
import type { Check } from '../report.mts';
import type { World } from '../world.mts';

/**
 * The worker stores what a manual run put out before the main process, which knows that it is not
 * to be saved, marks it as deleted: the documents tell an admin what to do.
 */
export function offloadedRuns(world: World): readonly Check[] {
	const { session, userFolder, workflowId, dumpDatabase, apiKey } = world;
	const whereTheKeyIs = async () => {
		await dumpDatabase();
		return searchForLeaks(join(userFolder, '.n8n'), { key: apiKey }).found;
	};
	return [
		{
			sentence:
				'a key that a manual run on the worker put out is gone from n8n once the workflow is deleted',
			find: async () => {
				const before = await whereTheKeyIs();
				assert.notDeepEqual(before, [], 'n8n no longer stores it: the documents say that it does');
				await deleteWorkflow(session, workflowId('set-up-a-user-and-key'));
				assert.deepEqual(await whereTheKeyIs(), []);
				return `before: ${before[0] ?? ''}; after: nowhere`;
			},
		},
	];
}
