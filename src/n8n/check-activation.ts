import type { IHookFunctions } from 'n8n-workflow';

import { realmOf } from './open-realms';
import { operationError } from './operation-error';

/** Refuses to activate a trigger whose realm cannot be opened, with the reason. */
export async function checkActivation(context: IHookFunctions): Promise<boolean> {
	try {
		await realmOf(context);
		return true;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw operationError(context.getNode(), message);
	}
}
