import { AsyncLocalStorage } from 'node:async_hooks';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Origin, Realm } from '../realm/realm';
import type { UseCaller } from '../realm/secret-use-event';
import { operatorOf } from './call-origin';
import { REALM_CREDENTIAL, realmOf } from './open-realms';

/** The realm that a node names for the audit, and the credential whose keys it uses. */
export interface Ledger {
	readonly realm: () => Promise<Realm>;
	/** Name and id. */
	readonly credential: string;
}

/** Where a secret is used, and for whom: n8n tells a credential neither. */
export interface UseContext {
	readonly origin: Origin;
	readonly caller: UseCaller | undefined;
	readonly ledger: Ledger | undefined;
}

const TRIGGER = /\.incomingApiTrigger$/;
const running = new AsyncLocalStorage<UseContext>();

type Context = Pick<
	IExecuteFunctions,
	| 'getCredentials'
	| 'getExecutionId'
	| 'getNode'
	| 'getParentNodes'
	| 'getWorkflow'
	| 'getWorkflowDataProxy'
>;

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' ? value : undefined;

function recordOf(value: unknown): IDataObject {
	return typeof value === 'object' && value !== null ? (value as IDataObject) : {};
}

/** The first item that a node of this run gave; `undefined` where it did not run. */
function firstItemOf(context: Context, node: string): unknown {
	try {
		const { $ } = context.getWorkflowDataProxy(0);
		return $(node).first().json;
	} catch {
		return undefined; // n8n throws for a node that has not run
	}
}

/** Who called, where the run began at a trigger of ours. */
function callerOf(context: Context): UseCaller | undefined {
	const triggers = context
		.getParentNodes(context.getNode().name)
		.filter(({ type }) => TRIGGER.test(type));
	for (const { name } of triggers) {
		const item = recordOf(firstItemOf(context, name));
		if (item['caller'] === undefined) continue;
		const caller = recordOf(item['caller']);
		const actor = recordOf(caller['actor']);
		return {
			user: textOf(caller['user']),
			client: textOf(caller['client']),
			actor: actor['type'] === undefined ? undefined : `${actor['type']}:${actor['id']}`,
			requestId: textOf(item['requestId']),
		};
	}
	return undefined;
}

function ledgerOf(context: Context, credential: string, index: number): Ledger | undefined {
	const { credentials = {} } = context.getNode();
	if (credentials[REALM_CREDENTIAL] === undefined) return undefined;
	const { name = '', id } = credentials[credential] ?? {};
	return {
		realm: async () => await realmOf(context, index),
		credential: `${name} (${id ?? ''})`,
	};
}

/**
 * Gives what does an item's work so that the audit notes its uses of a credential's secret keys with
 * node, execution and caller.
 */
export function usesOfSecrets(
	context: Context,
	credential: string,
): <T>(index: number, work: () => Promise<T>) => Promise<T> {
	const origin = operatorOf(context);
	const caller = callerOf(context);
	return async (index, work) => {
		const ledger = ledgerOf(context, credential, index);
		return await running.run({ origin, caller, ledger }, work);
	};
}

export function contextOfUse(): UseContext | undefined {
	return running.getStore();
}
