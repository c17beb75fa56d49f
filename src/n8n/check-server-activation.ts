import type { IHookFunctions } from 'n8n-workflow';

import { serverSettingsOf } from './authorization-server-settings';
import { realmOf } from './open-realms';
import { operationError } from './operation-error';

/** Refuses to activate a server that nobody could use, and keeps the issuer of one that works. */
export async function checkServerActivation(context: IHookFunctions): Promise<boolean> {
	try {
		const { issuer } = serverSettingsOf(context);
		const realm = await realmOf(context);
		const place = { workflow: context.getWorkflow().id, node: context.getNode().name };
		await realm.operatedBy(place).authorizationServer.keepIssuer(issuer);
		return true;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw operationError(context.getNode(), message);
	}
}
