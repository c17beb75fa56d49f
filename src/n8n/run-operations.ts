import { type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Outcome, Realm } from '../realm/realm';
import { administeredRealm } from './acting-admin';
import { operatorOf } from './call-origin';
import { realmOf } from './open-realms';
import { type ItemWithFile, itemsOf } from './operation-items';
import { operationError } from './operation-error';
import { type Parameters, parametersOf } from './parameters';

/** One operation for one item: reads parameters, makes one call into the realm, shows the outcome. */
export type Operation = (
	realm: Realm,
	parameters: Parameters,
) => Promise<Outcome<IDataObject | readonly IDataObject[] | ItemWithFile>>;

/** Operations by resource and name. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

function findOperation(operations: Operations, parameters: Parameters): Operation {
	const resource = parameters.text('resource');
	const name = parameters.text('operation');
	const known = Object.hasOwn(operations, resource) ? operations[resource] : undefined;
	const operation = known && Object.hasOwn(known, name) ? known[name] : undefined;
	if (operation) return operation;
	throw new Error(
		`The operation "${name}" of "${resource}" does not exist: choose one from the list.`,
	);
}

/** Runs the chosen operation for every item; with "continue on fail" an error stays with its item. */
export async function runOperations(
	context: IExecuteFunctions,
	operations: Operations,
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		const pairedItem = { item: itemIndex };
		try {
			const parameters = parametersOf(context, itemIndex);
			const operation = findOperation(operations, parameters);
			// In order: a later item may mean what an earlier one made.
			const opened = (await realmOf(context, itemIndex)).operatedBy(operatorOf(context));
			const realm = await administeredRealm(opened, parameters);
			if (realm.kind === 'refused') throw new Error(realm.sentence);
			const outcome = await operation(realm.value, parameters);
			if (outcome.kind === 'refused') throw new Error(outcome.sentence);
			const items = await itemsOf(context, outcome.value);
			output.push(...items.map((item) => ({ ...item, pairedItem })));
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			if (!context.continueOnFail()) {
				throw operationError(context.getNode(), message, itemIndex);
			}
			output.push({ json: { error: message }, pairedItem });
		}
	}
	return [output];
}
