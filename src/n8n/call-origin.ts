import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { CallContext, Origin } from '../realm/realm';

/** Where an incoming call arrived; it has no execution before it is let in. */
export function callContext(
	context: Pick<IWebhookFunctions, 'getWorkflow' | 'getNode'>,
	call: Omit<CallContext, 'trigger'>,
): CallContext {
	const trigger: Origin = { workflow: context.getWorkflow().id, node: context.getNode().name };
	return { ...call, trigger };
}

/** Who holds the Access Realm credential: the operator is known by the place in n8n. */
export function operatorOf(
	context: Pick<IExecuteFunctions, 'getWorkflow' | 'getNode' | 'getExecutionId'>,
): Origin {
	return {
		workflow: context.getWorkflow().id,
		node: context.getNode().name,
		execution: context.getExecutionId(),
	};
}
