import type { IHookFunctions } from 'n8n-workflow';

import { answeringOf } from './answering';
import { parseCallerAlias } from './caller-alias';
import { realmOf } from './open-realms';
import { operationError } from './operation-error';
import { findAliasMistake } from './trigger-aliases';
import { publishTrigger } from './publish-trigger';
import { policyOf } from './trigger-policy';

/** Refuses to activate a trigger that could not serve a call, with the reason. */
export async function checkActivation(context: IHookFunctions): Promise<boolean> {
	const parsed = parseCallerAlias(context.getNodeParameter('callerAlias', ''));
	if ('sentence' in parsed) throw operationError(context.getNode(), parsed.sentence);
	const mistake = findAliasMistake(context);
	if (mistake !== undefined) throw operationError(context.getNode(), mistake);
	try {
		answeringOf(context);
		const realm = await realmOf(context);
		const policy = await realm.checkPolicy(policyOf(context));
		if (policy.kind === 'refused') throw new Error(policy.sentence);
		await publishTrigger(context, realm, policy.value);
		return true;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw operationError(context.getNode(), message);
	}
}
