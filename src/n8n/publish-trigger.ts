import type { IHookFunctions } from 'n8n-workflow';

import type { Policy, Realm } from '../realm/realm';
import { realmOf } from './open-realms';

type TriggerContext = Pick<IHookFunctions, 'getNode' | 'getWorkflow' | 'getNodeWebhookUrl'>;

const placeOf = (context: TriggerContext) => ({
	workflow: context.getWorkflow().id ?? '',
	node: context.getNode().id,
	url: context.getNodeWebhookUrl('default') ?? '',
});

/** Lets callers be told of a trigger that is published; one that is tried in the editor is not. */
export async function publishTrigger(
	context: TriggerContext & Pick<IHookFunctions, 'getMode' | 'getNodeParameter'>,
	realm: Realm,
	policy: Policy,
): Promise<void> {
	if (context.getMode() === 'manual') return;
	const path = String(context.getNodeParameter('path', ''))
		.trim()
		.replace(/^\/|\/$/g, '');
	await realm.triggers.publish(placeOf(context), path, policy);
}

/**
 * Callers are not told of it any more. That n8n can end a trigger does not depend on the realm: what
 * could not be taken away leads to an address that answers 404.
 */
export async function withdrawTrigger(context: IHookFunctions): Promise<boolean> {
	try {
		await (await realmOf(context)).triggers.withdraw(placeOf(context));
	} catch (error) {
		const cause = error instanceof Error ? error.message : String(error);
		context.logger.warn(`incoming-api trigger could not be withdrawn from its realm: ${cause}`);
	}
	return true;
}
