import { type INode, NodeOperationError } from 'n8n-workflow';

/** n8n's error with exactly this sentence, for a node or for one of its items. */
export function operationError(node: INode, sentence: string, itemIndex?: number) {
	const options = itemIndex === undefined ? {} : { itemIndex };
	const error = new NodeOperationError(node, sentence, options);
	// n8n replaces a message in which it finds the name of a system error: "StorePermit" has EPERM.
	error.message = sentence;
	return error;
}
